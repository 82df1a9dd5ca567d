import os

from openai import OpenAI

mull = os.environ.get("MULL_URL", "http://127.0.0.1:8080")
client = OpenAI(base_url=f"{mull}/v1", api_key="none")

stream = client.chat.completions.create(
    model="pebble",
    messages=[{"role": "user", "content": "Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?"}],
    temperature=0,
    stream=True,
    stream_options={"include_usage": True},
    extra_body={"budget": {"waits": 2, "max": 400}},
)
thinking, answer, receipt, usage = "", "", None, None
for chunk in stream:
    usage = chunk.usage or usage
    receipt = getattr(chunk, "receipt", None) or receipt
    for choice in chunk.choices:
        thinking += getattr(choice.delta, "reasoning_content", None) or ""
        answer += choice.delta.content or ""

assert answer == "Final Answer: 3", answer
assert thinking.count("Wait") == 2, thinking
assert receipt["bounds"]["waits"]["verdict"] == "held", receipt
assert usage.completion_tokens_details.reasoning_tokens == receipt["thinkingTokens"] <= 400
print(answer)
