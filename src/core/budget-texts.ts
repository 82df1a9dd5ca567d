/** Appended when an end of thinking is suppressed (paper, section 3.1). */
export const defaultMessage: string = 'Wait';
/** Opens the answer after a cut (paper, section 3.1). */
export const defaultFinish: string = 'Final Answer:';
