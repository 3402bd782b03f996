/**
 * Text as a body that is made while it is read: a piece at a time, when the reader is ready for it.
 *
 * @param onError told of a failure on the way, which cuts the body off
 * @returns once there is a first piece; rejects where that fails, so that an answer can still say so
 */
export async function streamOf(
  pieces: AsyncGenerator<string>,
  onError: (error: unknown) => void,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let first: IteratorResult<string> | undefined = await pieces.next();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const piece = first ?? (await pieces.next());
          first = undefined;
          if (piece.done) controller.close();
          else controller.enqueue(encoder.encode(piece.value));
        } catch (error) {
          onError(error);
          controller.error(error);
        }
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
