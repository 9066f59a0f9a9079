/** Says in plain words what the YAML parser stumbled over, for what people most often do. */
import type { YAMLError } from 'yaml'

/** `opened`: the mistake is an opening character far above, so the place of that one helps more. */
export interface YamlMistake {
  message: string
  hint: string | null
  opened: boolean
}

/** What happened, and what to do about it. The parser's own message names characters, never values. */
export function explain(error: YAMLError): YamlMistake {
  if (/^Missing closing ['"]quote/.test(error.message))
    return mistake('a quote is opened here and never closed', 'Close it, or remove it.', true)
  if (/in block collection must be sufficiently indented and end with a/.test(error.message))
    return mistake('a bracket is opened here and never closed', 'Close it on the same line.', true)
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return mistake('a tab is used to indent', 'YAML indents by spaces only: replace the tab by two spaces.')
    case 'BAD_INDENT':
      return mistake(
        'the indentation does not fit the lines above',
        'Keys of one section start in the same column.',
      )
    case 'MULTIPLE_DOCS':
      return mistake('the file holds several documents (---)', 'Only one is read: remove the others.')
    case 'RESOURCE_EXHAUSTION':
      return tooDeep
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return mistake(
        'a key and its value cannot be told apart here',
        'Put a text that holds `: ` into quotes.',
      )
    case 'NON_STRING_KEY':
      return mistake('a key must be plain text', null)
    case 'TAG_RESOLVE_FAILED':
    case 'MULTIPLE_TAGS':
    case 'BAD_COLLECTION_TYPE':
      return mistake('tags (!name) are not taken', 'Remove the tag; text that begins with ! needs quotes.')
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
    case 'MULTIPLE_ANCHORS':
      return mistake(
        'aliases (*name) are not taken',
        'Write it out; text that begins with * or & needs quotes.',
      )
    case 'BAD_DIRECTIVE':
      return mistake('lines that begin with % are not taken', 'Remove it.')
    case 'BAD_DQ_ESCAPE':
      return mistake(
        'a backslash in double quotes begins no known escape',
        'Use single quotes where a backslash is meant.',
      )
    case 'DUPLICATE_KEY':
      return mistake('a key stands here a second time', 'Keep one of the two: only one could count.')
    case 'BAD_SCALAR_START':
      return mistake('text begins with a character that YAML keeps for itself', 'Put the text into quotes.')
    case 'MISSING_CHAR':
    case 'UNEXPECTED_TOKEN':
    case 'IMPOSSIBLE':
    case 'BAD_PROP_ORDER':
    case 'KEY_OVER_1024_CHARS':
      return mistake(
        'the YAML cannot be read here',
        'Look for a missing quote, bracket, colon or space just before.',
      )
    default:
      return unknownCode(error.code)
  }
}

export const tooDeep: YamlMistake = mistake('the file is nested too deeply', 'Is it the right file?')

function mistake(message: string, hint: string | null, opened = false): YamlMistake {
  return { message, hint, opened }
}

function unknownCode(_code: never): YamlMistake {
  return mistake('the YAML cannot be read here', null)
}
