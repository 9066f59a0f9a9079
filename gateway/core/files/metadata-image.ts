/** Takes out of images who took them, where and with what; the pixels stay byte for byte. */
import type { BodyParser } from '../content/body-inspector.ts'
import type { BodyEdits } from '../content/rewriter.ts'
import type { FileKind } from './file-kind.ts'
import { JpegStripper } from './jpeg.ts'
import { PngStripper } from './png.ts'
import { WebpStripper } from './webp.ts'

/** What strips an image while it passes. `stripped` is true once anything was taken out. */
export interface ImageStripper extends BodyParser {
  readonly stripped: boolean
}

/** null where metadata of this kind of image cannot be taken out. */
export function stripperOf(kind: FileKind, edits: BodyEdits): ImageStripper | null {
  switch (kind) {
    case 'jpeg':
      return new JpegStripper(edits)
    case 'png':
      return new PngStripper(edits)
    case 'webp':
      return new WebpStripper(edits)
    case 'heic':
    case 'image':
    case 'package':
    case 'pdf':
    case 'other':
      return null
  }
}
