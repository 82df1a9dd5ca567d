/** Every {@link SampleStatus}, in the order in which they are told. */
export const sampleStatuses = ['right', 'wrong', 'truncated', 'no-answer', 'error'] as const;
