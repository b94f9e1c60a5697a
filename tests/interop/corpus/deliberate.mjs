// Where the two judges differ on purpose, each with its reason.

export const DELIBERATE = [];
