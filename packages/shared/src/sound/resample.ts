/** From any rate to 8 kHz: a windowed sinc (Hann, 16 zero crossings a side) that cuts what a telephone line cannot carry. */

const TARGET_HZ = 8_000;
/** Of the lower of both rates' halves: leaves room for the filter's slope. */
const PASS = 0.94;
const ZERO_CROSSINGS = 16;
/** Fractions of a sample for which the filter is worked out; the nearest one is taken. */
const PHASES = 256;

/** Samples at 8 kHz of as much sound. */
export function toTelephoneRate(samples: Int16Array, rateHz: number): Int16Array {
  if (rateHz === TARGET_HZ) return samples;
  const step = rateHz / TARGET_HZ;
  const cutoff = PASS * Math.min(1, 1 / step);
  const half = Math.ceil(ZERO_CROSSINGS / cutoff);
  const filters = Array.from({ length: PHASES }, (_, phase) => filterAt(phase / PHASES, cutoff, half));
  const out = new Int16Array(Math.floor(samples.length / step));
  for (let i = 0; i < out.length; i++) {
    const place = Math.round(i * step * PHASES);
    const at = Math.floor(place / PHASES);
    const filter = filters[place - at * PHASES];
    if (filter === undefined) continue;
    const first = at - half + 1;
    let sum = 0;
    for (let k = Math.max(0, -first); k < filter.length; k++) sum += (filter[k] ?? 0) * (samples[first + k] ?? 0);
    out[i] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return out;
}

/** Weights of the samples around a place that lies so far behind one of them; they sum to 1, so that silence stays silent. */
function filterAt(fraction: number, cutoff: number, half: number): Float64Array {
  const weights = Float64Array.from({ length: 2 * half }, (_, k) => {
    const distance = k - half + 1 - fraction;
    if (Math.abs(distance) >= half) return 0;
    const x = Math.PI * cutoff * distance;
    const sinc = x === 0 ? 1 : Math.sin(x) / x;
    return cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / half));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
