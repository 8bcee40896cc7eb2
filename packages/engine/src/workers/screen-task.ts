/** A worker's share of screening: frames of many calls, each call's state taken from its slot and put back beside it. */
import { Detector } from '../amd/detector.ts';
import { FRAME_SAMPLES } from '../amd/frame-analysis.ts';
import { SCREEN_FIELDS, type ScreenedEvent, type WorkerResult } from './protocol.ts';
import type { Slab } from './slab.ts';

/** Hears a batch. A call whose slot has passed to another call is left alone. */
export function screenBatch(slab: Slab, calls: Int32Array): Extract<WorkerResult, { type: 'screened' }> {
  const detector = new Detector();
  const events: ScreenedEvent[] = [];
  let frames = 0;
  for (let at = 0, index = 0; at < calls.length; at += SCREEN_FIELDS, index++) {
    const slot = calls[at] ?? 0;
    const count = calls[at + 2] ?? 0;
    if (slab.generation(slot) !== calls[at + 1]) continue;
    slab.restore(slot, detector);
    const inbox = slab.inbox(slot);
    for (let i = 0; i < count; i++) detector.push(inbox, i * FRAME_SAMPLES, (event) => events.push({ index, event }));
    slab.writeShadow(slot, detector);
    frames += count;
  }
  return { type: 'screened', frames, events };
}
