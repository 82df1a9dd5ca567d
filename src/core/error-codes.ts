/** One page of the error reference: `mull explain CODE` and docs/errors.md are made from these. */
export interface CodePage {
  readonly title: string;
  /** When it is given. */
  readonly when: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Every error code. A code, once published, keeps its meaning for ever. */
export const errorCodes = {
  E_ABORTED: {
    title: 'The run was aborted',
    when: 'The `signal` given to a call was aborted, or Ctrl-C was pressed twice.',
    remedy:
      'Nothing to repair: the slot was freed and whatever ran upstream was stopped. Run it again to get an answer.',
  },
  E_ADDRESS_IN_USE: {
    title: 'The address is taken',
    when: '`mull serve` cannot listen: another program uses the port, or the host is none of this machine.',
    remedy: 'Stop the other program, or give another `--port`. `--port 0` takes any that is free.',
  },
  E_BODY_TOO_LARGE: {
    title: 'The body of the request is too large',
    when: 'A request to `mull serve` is larger than its `--body-limit`.',
    remedy: 'Send less, or start the server with a higher limit.',
  },
  E_BUDGET_CONFLICT: {
    title: 'Two parts of the budget contradict each other',
    when: '`min` is larger than `max`, or larger than what the context window leaves after prompt and answer.',
    remedy: 'Lower `min`, raise `max`, or use an engine with a larger context.',
  },
  E_BUDGET_INVALID: {
    title: 'A budget has a value mull cannot use',
    when: 'A field is misspelt, of the wrong type, negative, not whole, or not finite.',
    remedy: 'The message names the field, the form it expects and the value it got.',
  },
  E_CACHE_UNWRITABLE: {
    title: 'The model cache cannot be written',
    when: 'The folder that keeps models from the Hub cannot be created or written to.',
    remedy: 'Check its permissions, or name another folder with the environment variable HF_HUB_CACHE.',
  },
  E_CHECKSUM: {
    title: 'A downloaded file is not what the Hub announced',
    when: 'The checksum or the size of a file differs from what the Hub announced, so the file was deleted.',
    remedy: 'Pull it again. If that happens twice, something between this machine and the Hub changes the data.',
  },
  E_CLOSED: {
    title: 'Used after it was closed',
    when: 'A method of an engine, sequence or conversation was called after `close()`.',
    remedy: 'Open a new one. Closing twice is allowed; using it afterwards is not.',
  },
  E_CONFIG_INVALID: {
    title: 'The configuration file cannot be used',
    when: '`mull.config.json` is not JSON, has an unknown key or a value of the wrong form.',
    remedy: 'The message names the file, the key and the nearest valid one.',
  },
  E_CONTEXT_OVERFLOW: {
    title: 'The context window is too small',
    when: 'The prompt, or what should be appended, does not fit into the context window with room for an answer.',
    remedy: 'Shorten the prompt or use an engine with a larger context. Nothing was dropped silently.',
  },
  E_DATA_INVALID: {
    title: 'A data set cannot be used',
    when: 'Its file is missing or damaged, lacks a column, has an id twice, or has a row whose question or answer is no text.',
    remedy: 'The message names the row and the column. `--field question=COLUMN` says which column is what.',
  },
  E_DISK_FULL: {
    title: 'The disk is full',
    when: 'A file does not fit onto the disk, or the quota of the user is used up.',
    remedy:
      'Free some space, or use another disk. What is there already is kept, and the same command goes on from there.',
  },
  E_ENGINE_BUSY: {
    title: 'The server has no room',
    when: 'The server answered 429 or 503, and went on doing so while mull waited and tried again.',
    remedy: 'Try again later, or send it less at once: lower `slots` of the engine.',
  },
  E_ENGINE_CRASHED: {
    title: 'The engine died',
    when: 'The process that runs the model ended, or its native code failed.',
    remedy: 'Other runs go on. Check the model file with `mull doctor`.',
  },
  E_ENGINE_DENIED: {
    title: 'The server refuses access',
    when: 'The API key is missing, wrong, out of credit, or may not use this model.',
    remedy: 'Give the key by `--api-key`, MULL_API_KEY, or `apiKey` in the options of the engine.',
  },
  E_ENGINE_FAULT: {
    title: 'The engine failed',
    when: 'The engine reported a failure in the middle of its work.',
    remedy: 'The cause is attached. Trying again is safe: the sequence holds exactly what was yielded.',
  },
  E_ENGINE_PROTOCOL: {
    title: 'The answer of the server cannot be read',
    when: 'The server answered with a web page, broken JSON, or a stream that is none.',
    remedy: 'Check that the URL is the API root of the server, usually ending in /v1. The message quotes the answer.',
  },
  E_ENGINE_REFUSED: {
    title: 'The server refuses the request',
    when: 'The server answered 400 or another status that says the request itself is wrong for it.',
    remedy: 'The message quotes its words. `mull doctor --engine URL` shows what the server can do.',
  },
  E_ENGINE_TIMEOUT: {
    title: 'The server was silent for too long',
    when: 'No answer began, or the next piece of one did not come, within the timeout of the engine.',
    remedy: 'Raise the timeout in the options of the engine, or look at the load of the server.',
  },
  E_ENGINE_UNKNOWN: {
    title: 'No such engine',
    when: 'The engine named is neither `pebble`, a .gguf file, hf:owner/repo nor a URL.',
    remedy: 'Use `--engine pebble`, the path of a GGUF file, hf:owner/repo, or the base URL of a server.',
  },
  E_ENGINE_UNREACHABLE: {
    title: 'The server does not answer',
    when: 'No connection to the URL of the engine could be made.',
    remedy: 'Check that the server runs and that the URL ends in its API root, usually /v1.',
  },
  E_HOST_OPEN: {
    title: 'A server for others needs a key',
    when: '`mull serve` was told to listen on a host that others can reach, and was given no keys.',
    remedy: 'Give `--keys FILE` or MULL_SERVER_KEY, or leave `--host` out to serve this machine only.',
  },
  E_HUB_DENIED: {
    title: 'The Hub refuses access',
    when: 'The repository is gated or private, and the token is missing, wrong, or not allowed to read it.',
    remedy: 'Accept the terms on the page of the model, and set HF_TOKEN to a token that may read it.',
  },
  E_HUB_FAULT: {
    title: 'The Hub failed',
    when: 'The Hub answered with an error of its own, asked to slow down, or answered something mull cannot read.',
    remedy: 'Try again later. A pull goes on where it stopped.',
  },
  E_HUB_NOT_FOUND: {
    title: 'The Hub does not have that',
    when: 'There is no such repository, revision or file, or it is private.',
    remedy: 'Check the spelling: the message names what is missing, the hint what there is instead.',
  },
  E_HUB_UNREACHABLE: {
    title: 'The Hub does not answer',
    when: 'No connection to the Hub could be made, or it broke and could not be taken up again.',
    remedy: 'Check the network and HF_ENDPOINT. Models that were pulled before work without it.',
  },
  E_INTERNAL: {
    title: 'A defect in mull',
    when: 'Something happened that mull believes to be impossible.',
    remedy: 'Please report it with the command and the output of --debug.',
  },
  E_KEYS_INVALID: {
    title: 'The file of keys cannot be used',
    when: 'The file given as `--keys` cannot be read, is not JSON, or has an entry of the wrong form.',
    remedy: 'The message names the entry. docs/serve-safely.md shows one.',
  },
  E_KEY_INVALID: {
    title: 'The key is missing or wrong',
    when: 'A request to `mull serve` has no key that the server knows.',
    remedy: 'Send it as `authorization: Bearer KEY` or `x-api-key: KEY`.',
  },
  E_MEMORY: {
    title: 'Not enough memory',
    when: 'The model, or the caches of its slots, need more memory than this machine has.',
    remedy: 'Use a smaller or more strongly quantised model, fewer `slots` or a smaller `contextSize`.',
  },
  E_MODEL_CORRUPT: {
    title: 'The model file is damaged',
    when: 'The file is empty, truncated, or its tables do not fit together.',
    remedy: 'Fetch the file again and compare its checksum.',
  },
  E_MODEL_NOT_FOUND: {
    title: 'No model file there',
    when: 'The path given as engine does not exist or cannot be read.',
    remedy: 'Check the path. `--engine pebble` needs no file: that model is bundled.',
  },
  E_MODEL_UNKNOWN: {
    title: 'The server does not have that model',
    when: 'The server answered 404, or its list of models does not hold the name that was asked for. `mull serve` says it to its own clients too.',
    remedy: 'The message names what it has, where it tells. Check `--model` and that the URL ends in the API root.',
  },
  E_MODEL_UNSUPPORTED: {
    title: 'This engine cannot run that model',
    when: 'The architecture, tensor type or tokenizer of the file is not one the engine implements.',
    remedy: 'The pocket engine runs tiny F32 or F16 Qwen2 models; other GGUF files need node-llama-cpp.',
  },
  E_NOT_A_MODEL: {
    title: 'Not a GGUF file',
    when: 'The file does not begin with the GGUF magic.',
    remedy: 'Give the path of a .gguf file.',
  },
  E_NOT_FOUND: {
    title: 'There is no such endpoint',
    when: 'A request to `mull serve` names a path or a method that it does not have.',
    remedy: 'Check the base URL of the client: it ends in /v1. /openapi.json lists every endpoint.',
  },
  E_OFFLINE: {
    title: 'Offline, and the model is not here',
    when: 'HF_HUB_OFFLINE is set, and the model is not in the cache.',
    remedy: 'Pull it once while online, or unset HF_HUB_OFFLINE.',
  },
  E_OPTION_INVALID: {
    title: 'An option has a value mull cannot use',
    when: 'An option of a command or a function is unknown, of the wrong type or out of range.',
    remedy: 'The message names the option, the form it expects and the value it got.',
  },
  E_ORIGIN_REFUSED: {
    title: 'A web page may not use the server',
    when: 'A request to `mull serve` comes from a page of another origin, or asks for a name that is not this machine.',
    remedy: 'Start the server with `--cors ORIGIN` to allow the pages of an origin.',
  },
  E_OUTPUT_FAILED: {
    title: 'The output cannot be written',
    when: 'Standard output was closed with an error, or the file of `--out` cannot be written: no such folder, no permission, a full disk. (A reader that just stops reading is no error.)',
    remedy: 'Check where the output goes, and that there is room.',
  },
  E_PAIRS_INVALID: {
    title: 'The file of answers cannot be read',
    when: 'A line given to `mull grade` or `gradeLines` is not a JSON object with `gold` and an answer.',
    remedy: 'The message names the line. Each is an object such as {"gold": "3/4", "answer": "It is 0.75."}.',
  },
  E_PEER_MISSING: {
    title: 'An optional package is not installed',
    when: 'A feature was used that needs a package which mull does not install by itself.',
    remedy: 'Run the install command in the hint.',
  },
  E_PEER_VERSION: {
    title: 'An optional package has another version than mull needs',
    when: 'A feature was used that works with exactly one version of a package, and another one is installed.',
    remedy: 'Run the install command in the hint.',
  },
  E_QUEUE_FULL: {
    title: 'The server has no room for another request',
    when: 'As many requests run and wait as `mull serve` was started for.',
    remedy: 'Try again after the seconds in the `retry-after` header, or raise `--concurrency` or `--queue`.',
  },
  E_RECIPE_INVALID: {
    title: 'The recipe cannot be used',
    when: 'A recipe has an unknown key or a value of the wrong form, or names something that does not exist.',
    remedy: 'The message names the row or the key, and the hint what there is instead.',
  },
  E_REQUEST_INVALID: {
    title: 'The request cannot be understood',
    when: 'A body sent to `mull serve` is not JSON, lacks a field, or has one of the wrong form.',
    remedy: 'The message names the field, the form it has to have and the value it got.',
  },
  E_REQUEST_TIMEOUT: {
    title: 'The request took too long',
    when: 'A request to `mull serve` did not end within its `--timeout`.',
    remedy: 'Ask for a smaller budget, or start the server with a longer timeout.',
  },
  E_RUN_INVALID: {
    title: 'A run cannot be read',
    when: 'The plan of a run, `plan.json` in its folder, is damaged or was not written by mull.',
    remedy:
      'Put back a copy of the file, or evaluate again under another name. The records beside it are whole without it.',
  },
  E_RUN_LOCKED: {
    title: 'Somebody else writes to the run',
    when: 'Another `mull eval`, here or on another machine, is working on the same run.',
    remedy:
      'Wait for it or end it, then give the same command again. A lock that a killed process left behind is taken over by itself.',
  },
  E_RUN_MISMATCH: {
    title: 'The run was made with something else',
    when: 'A run with this name exists, and its questions, engine, sampling or prompt differ from what is asked for now.',
    remedy:
      'Give the new run a name of its own with `--name`. More questions, samples or budgets are no difference: they extend a run.',
  },
  E_RUN_NOT_FOUND: {
    title: 'There is no such run',
    when: 'No run has the name that was given, and no folder of that path holds one.',
    remedy: '`mull runs` lists the runs of a folder.',
  },
  E_RUN_UNKNOWN: {
    title: 'No such run is going on',
    when: '`/v1/chat/completions/control` was asked about an id that does not run, or not under this key.',
    remedy: 'Use the `id` of the chunks of a stream while it lasts, or the `x-request-id` you sent.',
  },
  E_RUN_UNWRITABLE: {
    title: 'The folder of runs cannot be written',
    when: 'A file of a run cannot be made or written to.',
    remedy: 'Check the permissions of the folder, or name another one with `--runs`.',
  },
  E_SCORER_FAULT: {
    title: 'A scorer of answers failed',
    when: 'The scorer of a strategy threw, or gave anything but one finite number for each answer.',
    remedy: 'The message says what it gave. The answers themselves stand in the events `branch-end`.',
  },
  E_SEQUENCE_BUSY: {
    title: 'A sequence was asked for two things at once',
    when: 'A method was called while another call or a generation on the same sequence was still running.',
    remedy: 'Await the earlier call, or leave its loop, first. Use `fork` to continue one prefix in two ways.',
  },
  E_SERIES_INVALID: {
    title: 'The series file cannot be used',
    when: 'A series has no runs, or a run lacks tokens and exact counts, or its counts contradict each other.',
    remedy: 'Each run needs `tokens`, `correct` and `n`; a rounded percentage cannot replace the counts.',
  },
  E_SHUTTING_DOWN: {
    title: 'The server is shutting down',
    when: 'A request came while `mull serve` only finishes what runs already.',
    remedy: 'Send it again once the server is back.',
  },
  E_SLOTS: {
    title: 'No slot left for a fork',
    when: 'More forks were asked for than were reserved when the sequence was opened.',
    remedy: 'Open with a larger `forks`, or close some forks first.',
  },
  E_STRATEGY_INVALID: {
    title: 'A strategy has a value mull cannot use',
    when: 'The name or a field of a strategy is misspelt, or a value has the wrong form or makes no sense with it.',
    remedy: 'The message names the field, the form it expects and the value it got.',
  },
  E_TEMPLATE_INVALID: {
    title: 'The chat template failed',
    when: "The model's chat template cannot be parsed, or refuses the conversation.",
    remedy: 'The message quotes the template error. Another template can be given with the engine options.',
  },
  E_UNSUPPORTED: {
    title: 'This engine cannot do that',
    when: 'The budget asks for something the engine is not able to do, so it would silently not happen.',
    remedy: 'Leave that part of the budget out, or use an engine that can. Nothing was sent.',
  },
} as const;

/** Every warning code. Warnings stand in the receipt and never stop a run. */
export const warningCodes = {
  W_ANSWER_EMPTY: {
    title: 'The answer is empty',
    when: 'The model ended its turn without writing an answer.',
    remedy: 'Often the sign of a maximum that is too small, or of a `finish` text that the model does not know.',
  },
  W_ANSWER_TRUNCATED: {
    title: 'The answer was cut off',
    when: 'The answer reached its cap (`answer` in the budget) or the end of the context.',
    remedy: 'Raise `answer`. Do not grade such an answer as if it were complete.',
  },
  W_BRANCH_FAILED: {
    title: 'Some chains of a strategy failed',
    when: 'A strategy ran several chains and at least one ended with an error.',
    remedy: 'The answer is that of the others. The message tells how many failed and the error of the first.',
  },
  W_CEILING: {
    title: 'A bound was lowered to what the server allows',
    when: 'A request asked for more than a `--ceiling` of the server, or of its key.',
    remedy: 'Ask for less, or ask whoever runs the server for a higher ceiling.',
  },
  W_CONTROL_TEXT: {
    title: 'Control strings in a text were broken up',
    when: 'A text from a user contains a string such as <|im_end|>, and the engine takes only text.',
    remedy: 'Harmless: the model sees the string in pieces. Use an engine that takes token ids to avoid it.',
  },
  W_EFFORT_UNKNOWN: {
    title: 'The effort is a word nobody knows',
    when: 'A request names an effort that is not in the table of efforts; it was ignored.',
    remedy: 'Use none, minimal, low, medium, high, xhigh or max.',
  },
  W_FIELD_IGNORED: {
    title: 'A field of the request was ignored',
    when: 'A request to `mull serve` has a field that this server or its engine does nothing with.',
    remedy: 'The message names the fields. Leave them out, or use an engine that has the ability.',
  },
  W_LOOP: {
    title: 'The thinking repeated itself',
    when: 'The last 48 or more sampled tokens were one run repeated at least three times.',
    remedy: "Set `loop: 'ignore'` to let it run, or a temperature above 0 to make it rarer.",
  },
  W_MAX_CLAMPED: {
    title: 'The maximum was lowered to what fits',
    when: 'The context window leaves fewer tokens than `max` after the prompt and the reserve for the answer.',
    remedy: 'Lower `max` or `answer`, or use an engine with a larger context.',
  },
  W_MAX_EXCEEDED: {
    title: 'The maximum was not held',
    when: 'An engine that holds the maximum itself let the model think longer than asked.',
    remedy: 'Use an engine that can be continued, so that mull itself cuts.',
  },
  W_MIN_SHORT: {
    title: 'The minimum was not reached',
    when: 'Thinking ended before `min` tokens were sampled: by the maximum, a loop, a deadline or the user.',
    remedy: 'Raise `max`; the receipt says what ended the thinking.',
  },
  W_NOT_ITS_KIND: {
    title: 'The bundled model was not made for this question',
    when: 'pebble was asked something other than its own kind of question (running sums of digits).',
    remedy: 'Its answer means nothing. Use a real model: `--engine FILE.gguf` or the URL of a server.',
  },
  W_NO_PROGRESS: {
    title: 'The model refused to think on',
    when: 'Three suppressions in a row sampled nothing: each time the model ended its thinking at once.',
    remedy: 'Try another `message`, or an engine that can ban tokens.',
  },
  W_NO_THINKING: {
    title: 'The model did not think',
    when: 'The engine cannot open thinking for the model, and the model did not do so itself.',
    remedy: 'Use an engine that can be continued, or a model that was trained to think.',
  },
  W_NO_VOTE: {
    title: 'No chain gave an answer to vote on',
    when: 'Every answer was cut off, empty or a call of a tool, so the first one there was is given.',
    remedy: 'Raise `budget.answer`, or the tokens of the strategy, so that answers can be finished.',
  },
  W_PROMPTED_FORMAT: {
    title: 'The model has no thinking format of its own',
    when: 'Neither its chat template nor its family shows one, so mull asked it in words to think between tags.',
    remedy: 'Treat the budget as held but the quality as unknown, or name the delimiters if you know them.',
  },
  W_REJECTED_ALL: {
    title: 'No sample was short enough',
    when: 'Rejection sampling used up its tries, so an answer is given whose thinking was cut.',
    remedy: 'Raise `tries` or `within`, or hold the budget with budget forcing, which needs one try.',
  },
  W_REOPENED: {
    title: 'The model opened its thinking again and again',
    when: 'Thinking was opened a third time inside the answer; the run was ended there.',
    remedy: 'Raise `max`, or use a `finish` text that leads into the answer.',
  },
  W_RETOKENISED: {
    title: 'Appended text may have changed earlier tokens',
    when: 'The server takes only text, so it tokenises the whole prompt again at each continuation.',
    remedy: 'Use a server that takes token ids.',
  },
  W_SAMPLING_IGNORED: {
    title: 'The server draws tokens as it does',
    when: 'The API takes no temperature, filter or seed for this model, as those of OpenAI and Anthropic for thinking models.',
    remedy: 'Nothing to do where the draw does not matter; a run cannot be repeated token by token there.',
  },
  W_WAITS_UNSPENT: {
    title: 'Not every Wait was used',
    when: 'Thinking ended (by the maximum, a loop, a deadline or the user) before `waits` suppressions happened.',
    remedy: 'Raise `max`; the receipt says how many happened.',
  },
} as const;

export type ErrorCode = keyof typeof errorCodes;
export type WarningCode = keyof typeof warningCodes;

/** The page of any code, or undefined for a code that does not exist. */
export function codePage(code: string): CodePage | undefined {
  const pages: Readonly<Record<string, CodePage>> = { ...errorCodes, ...warningCodes };
  return Object.hasOwn(pages, code) ? pages[code] : undefined;
}
