/** Writes a trained tagger as the file that `core/pii/prose/model.ts` reads. */
import { type HashedList, modelMagic, weightBias } from '../../gateway/core/pii/prose/model.ts'
import type { Learnt } from './learn.ts'

const largest = weightBias - 1

/** Few weights are greater than this share of all; they are cut to it. */
const kept = 0.9999

export function writeModel(
  { transitions, weights }: Learnt,
  lists: readonly HashedList[],
  placesLog: number,
): Uint8Array {
  const scale = Math.fround(unitOf(weights))
  const listBytes = lists.reduce((sum, { bits }) => sum + bits.length, 0)
  const file = new Uint8Array(20 + listBytes + (transitions.length + weights.length) * 2)
  const view = new DataView(file.buffer)
  view.setUint32(0, modelMagic)
  view.setFloat32(4, scale)
  view.setUint8(8, placesLog)
  let at = 20
  lists.forEach(({ bits, shift }, index) => {
    view.setUint8(12 + index, 32 - shift)
    file.set(bits, at)
    at += bits.length
  })
  for (const weight of [...transitions, ...weights]) {
    view.setInt16(at, Math.max(-largest, Math.min(largest, Math.round(weight / scale))))
    at += 2
  }
  return file
}

function unitOf(weights: Float32Array): number {
  const sizes = Float32Array.from(weights, Math.abs).sort()
  return Math.max(sizes[Math.floor(kept * (sizes.length - 1))]!, 0.01) / largest
}
