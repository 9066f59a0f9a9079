/** Reads a list of the running gateway page by page, to its end. */
import type { z } from 'zod'
import type { ControlClient } from './control-client.ts'

type Paged = z.ZodType<{ next: string | null }>

export async function allPages<Model extends Paged, Item>(
  client: ControlClient,
  { path, model, items }: { path: string; model: Model; items: (page: z.output<Model>) => readonly Item[] },
): Promise<Item[]> {
  const found: Item[] = []
  let after = ''
  do {
    const page = await client.get(`${path}?limit=200${after}`, model)
    found.push(...items(page))
    after = page.next === null ? '' : `&after=${page.next}`
  } while (after !== '')
  return found
}
