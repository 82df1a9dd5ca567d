/**
 * How a server continues the assistant's turn of a chat.
 *
 * `reasoning`: thinking goes into its own field of the last message, delimiters are the server's business ·
 * `content`: everything goes into the content of the last message, delimiters included
 */
export interface ChatForm {
  readonly place: 'reasoning' | 'content';
  /** Which sign says that the last message goes on; hosts differ, and most take it unsaid. */
  readonly sign: 'continue_final_message' | 'prefix' | 'none';
  /** `content`: whether the prompt of the server opens thinking already. */
  readonly opened: boolean;
}
