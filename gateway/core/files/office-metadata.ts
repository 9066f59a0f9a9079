/** Takes out of an office document who wrote it, with what, and how often it was revised; its words are left alone. */
import { Buffer } from 'node:buffer'

/** Elements of `docProps/*.xml` and `meta.xml`, and what their content becomes; the schemas want numbers to stay numbers. */
const properties: Readonly<Record<string, string>> = {
  creator: '',
  lastModifiedBy: '',
  revision: '1',
  Company: '',
  Manager: '',
  HyperlinkBase: '',
  Template: '',
  TotalTime: '0',
  'initial-creator': '',
  'printed-by': '',
  'editing-cycles': '1',
  'editing-duration': 'PT0S',
  'user-defined': '',
  lpwstr: '',
  lpstr: '',
  bstr: '',
}

/** Where the properties of a document stand. */
const propertyParts = /^(?:docProps\/.*\.xml|meta\.xml)$/i

/** Attributes that name who wrote a comment or a change, in any part. */
const authorAttributes = new Set(['author', 'displayName', 'userName', 'lastModifiedBy'])
const emptiedAttributes = new Set(['initials', 'userId', 'providerId'])

const nothing = Buffer.alloc(0)

/** One serves one document: the same author stays the same, as a number. */
export class OfficeMetadata {
  /** True once anything was taken out. */
  stripped = false
  readonly #authors = new Map<string, Buffer>()

  /** What the content of an element becomes; null where it is not metadata. */
  elementOf(part: string, element: string): ((content: string) => Buffer) | null {
    if (propertyParts.test(part)) {
      const becomes = Object.hasOwn(properties, element) ? properties[element] : undefined
      return becomes === undefined ? null : () => Buffer.from(becomes)
    }
    // The authors of a workbook's comments, and of an annotation.
    if (element === 'author' || element === 'creator') return (name) => this.#authorOf(name)
    return null
  }

  /** What the value of an attribute becomes; null where it is not metadata. */
  attributeOf(part: string, element: string, attribute: string): ((value: string) => Buffer) | null {
    if (emptiedAttributes.has(attribute)) return () => nothing
    if (authorAttributes.has(attribute)) return (name) => this.#authorOf(name)
    if (attribute === 'name' && (element === 'cmAuthor' || (element === 'author' && part.startsWith('ppt/'))))
      return (name) => this.#authorOf(name)
    // The folder on the author's disk: [MS-XLSX] 2.4.30.
    return attribute === 'url' && element === 'absPath' ? () => nothing : null
  }

  #authorOf(name: string): Buffer {
    if (name === '') return nothing
    let author = this.#authors.get(name)
    if (author === undefined) {
      author = Buffer.from(`Author ${this.#authors.size + 1}`)
      this.#authors.set(name, author)
    }
    return author
  }
}
