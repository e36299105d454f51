const HEAD_BYTES = 9;
const DATA = 0;
const HEADERS = 1;
const END_STREAM = 1;

/** Is given the bytes of one direction of a connection as they come; whether an answer came to its end among them. */
export type FrameReader = (bytes: Buffer) => boolean;

/** Follows the frames that an HTTP/2 server sends (RFC 9113, section 4.1): where a stream ends, an answer is complete. */
export function answerEnds(): FrameReader {
  let kept = Buffer.alloc(0);
  return (bytes) => {
    kept = Buffer.concat([kept, bytes]);
    let ends = false;
    while (kept.length >= HEAD_BYTES) {
      const whole = HEAD_BYTES + kept.readUIntBE(0, 3);
      if (kept.length < whole) break;
      const [type, flags] = [kept.readUInt8(3), kept.readUInt8(4)];
      if ((type === HEADERS || type === DATA) && flags % 2 === END_STREAM) ends = true;
      kept = kept.subarray(whole);
    }
    return ends;
  };
}
