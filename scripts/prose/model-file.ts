/** Writes a trained tagger as the file that `core/pii/prose/model.ts` reads. */
import { type HashedList, modelMagic } from '../../gateway/core/pii/prose/model.ts'
import type { Learnt } from './learn.ts'

/** Weights beyond this many units are cut off; a unit is chosen so that few are. */
const largest = 32_767

export function writeModel(
  { transitions, weights }: Learnt,
  lists: readonly HashedList[],
  placesLog: number,
): Uint8Array {
  let greatest = 0
  for (const weight of weights) greatest = Math.max(greatest, Math.abs(weight))
  for (const weight of transitions) greatest = Math.max(greatest, Math.abs(weight))
  const scale = Math.fround(Math.max(greatest, 1) / largest)
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
