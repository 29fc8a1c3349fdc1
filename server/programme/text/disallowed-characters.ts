/**
 * What no text of ours holds: controls except tab and line breaks, halves of surrogate pairs, and the
 * characters that turn the direction of what follows them.
 */
export const DISALLOWED = /(?![\t\n\r])\p{Control}|[\u202a-\u202e]|\p{Surrogate}/gu;
