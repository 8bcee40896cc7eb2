/** WAV files of every kind that people upload, with a tone in them. */

export interface WavKind {
  code: 'pcm' | 'a-law' | 'mu-law' | 'mp3';
  bits: number;
  rateHz: number;
  channels: number;
  seconds: number;
  /** Peak of full scale; 0: silence. */
  peak?: number;
  hz?: number;
}

const CODES = { pcm: 1, 'a-law': 6, 'mu-law': 7, mp3: 85 } as const;

export function wavFile(kind: WavKind): Buffer<ArrayBuffer> {
  const { code, bits, rateHz, channels, seconds, peak = 0.5, hz = 400 } = kind;
  const bytesEach = bits / 8;
  const frames = Math.round(seconds * rateHz);
  const file = Buffer.alloc(44 + frames * channels * bytesEach);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(CODES[code], 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rateHz, 24);
  file.writeUInt32LE(rateHz * channels * bytesEach, 28);
  file.writeUInt16LE(channels * bytesEach, 32);
  file.writeUInt16LE(bits, 34);
  file.write('data', 36);
  file.writeUInt32LE(file.length - 44, 40);
  for (let i = 0; i < frames; i++) {
    const value = peak * Math.sin((2 * Math.PI * hz * i) / rateHz);
    for (let channel = 0; channel < channels; channel++) {
      const at = 44 + (i * channels + channel) * bytesEach;
      if (bits === 16) file.writeInt16LE(Math.round(32_767 * value), at);
      else if (code === 'pcm') file.writeUInt8(Math.round(127.5 + 127 * value), at);
      // A law's codes of full positive and negative scale: a rectangle is loud enough to be heard.
      else file.writeUInt8((value >= 0 ? 0x80 : 0x00) ^ (code === 'a-law' ? 0x55 ^ 0x7f : 0x00), at);
    }
  }
  return file;
}
