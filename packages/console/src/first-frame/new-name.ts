/** A user that nobody else streams as: `first-frame-k3x9`. */
export function newName(): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `first-frame-${random.toString(36).padStart(4, '0').slice(-4)}`;
}
