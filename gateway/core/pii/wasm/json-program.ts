/** Compiles vector code that reads JSON, where the processor and the runtime have vector instructions. */
import { Buffer } from 'node:buffer'

/** The part of WebAssembly's interface that is used; types of it come only with those of a browser. */
interface Assembly {
  validate(bytes: Uint8Array): boolean
  Module: new (bytes: Uint8Array) => object
  Instance: new (program: object) => { exports: object }
}

const { WebAssembly: assembly } = globalThis as unknown as { WebAssembly: Assembly }

/** What makes an instance each time, with a memory of its own; null where there are no vector instructions. */
export function compileProgram(base64: string): (() => object) | null {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  if (assembly?.validate(bytes) !== true) return null
  const program = new assembly.Module(bytes)
  return () => new assembly.Instance(program).exports
}
