/** What routes and commands may ask of originals: the room `gateway/originals` plays the role, tests a stand-in. */
import type { OriginalDesk } from '../../originals/desk.ts'

export interface OriginalServices {
  readonly originals: OriginalDesk
}
