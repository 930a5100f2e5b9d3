/** 5,000 rows with prompts of some length. What is longer can be had as two batches. */
export const maxBatchBytes = 20_000_000
