/** The least that a program of ours is started with, so that this machine's own settings do not count. */

export interface OwnEnvironment {
  PATH: string
  /** Where Node keeps the code that it compiled, for all programs that the tests start. */
  NODE_COMPILE_CACHE: string
}

export function ownEnvironment(): OwnEnvironment {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env
  return { PATH, NODE_COMPILE_CACHE }
}
