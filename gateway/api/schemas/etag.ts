/** The tag that a thing is shown with, where two people may decide about it at once. */
import { z } from 'zod'

export const etag = z
  .string()
  .describe('Stands for what was decided of it: goes into `If-Match` of a change over the network.')
