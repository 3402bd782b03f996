/** Why a model file can't be used. Stable: programs may branch on it. */
export type ModelFileErrorCode = 'not_a_model' | 'damaged' | 'wrong_version' | 'wrong_shape';

/** For each code: what is wrong, and what to do about it. */
const SENTENCES: Record<ModelFileErrorCode, readonly [what: string, remedy: string]> = {
  not_a_model: ['This is no model file', 'Name the model.safetensors that the training wrote.'],
  damaged: ['This model file is damaged', 'Copy it again, or train it anew.'],
  wrong_version: [
    'This model file is of another version',
    'Train it anew, or use the Stepstream that wrote it.',
  ],
  wrong_shape: ['This model file holds another network', 'Train it anew with this version.'],
};

/** A model file that can't be used. The message is one line: what is wrong, and what to do. */
export class ModelFileError extends Error {
  readonly code: ModelFileErrorCode;

  /**
   * @param code the stable reason
   * @param detail what exactly is wrong, as half a sentence
   */
  constructor(code: ModelFileErrorCode, detail: string) {
    const [what, remedy] = SENTENCES[code];
    super(`${what}: ${detail}. ${remedy}`);
    this.name = 'ModelFileError';
    this.code = code;
  }
}

/** A text from a file, fit for a message: quoted, on one line, not too long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
