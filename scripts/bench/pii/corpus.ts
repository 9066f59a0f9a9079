/** Reads a folder of annotated texts and bodies, made by others, on which the analyzer is measured. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One annotated text. Offsets are UTF-16 units; only the types in `scope` were looked for by the annotators. */
export interface AnnotatedText {
  id: string
  /** The file it stands in, without its ending. */
  source: string
  text: string
  entities: { type: string; start: number; end: number; value: string }[]
  scope?: string[]
  /** The text as a whole is none of its scope; what a part of it is, nobody asked. */
  whole?: boolean
}

/** One request body with what is personal in it, and what must pass unchanged. `path` is absent in bodies labelled by hand. */
export interface AnnotatedBody {
  name: string
  contentType: string
  body: string
  labelling: string
  labels: { path?: string; type: string; value: string }[]
  mustKeep: { path?: string; kind: string; value: string }[]
}

export interface Corpus {
  texts: AnnotatedText[]
  bodies: AnnotatedBody[]
  /** Texts in which nothing may be touched. */
  lookalikes: AnnotatedText[]
}

/** `sources`: only the files whose names begin so; '' for all. */
export async function readCorpus(folder: string, sources = ''): Promise<Corpus> {
  const names = (await namesIn(join(folder, 'dev'), '.jsonl')).filter((name) => name.startsWith(sources))
  const texts = await Promise.all(names.map((name) => readTexts(join(folder, 'dev'), name)))
  const bodies = await namesIn(join(folder, 'payloads'), '.json')
  return {
    texts: texts.flat(),
    bodies: await Promise.all(bodies.map((name) => readBody(join(folder, 'payloads', `${name}.json`)))),
    lookalikes: await readTexts(folder, 'lookalikes'),
  }
}

async function namesIn(folder: string, ending: string): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort()
}

async function readTexts(folder: string, source: string): Promise<AnnotatedText[]> {
  const lines = (await readFile(join(folder, `${source}.jsonl`), 'utf8')).split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => ({ ...(JSON.parse(line) as AnnotatedText), source }))
}

async function readBody(file: string): Promise<AnnotatedBody> {
  return JSON.parse(await readFile(file, 'utf8')) as AnnotatedBody
}
