/** Keeps what OpenSSL makes of a leaf, so that the handshakes of a host do not make it anew. */
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Leaf } from '../core/ports.ts'

export interface LeafContextsOptions {
  /** What clients are offered, in OpenSSL's names. */
  ciphers(): string
  /** Asked each time: a reload may change it. */
  most(): number
}

/** Building a context costs more than a handshake's signature. */
export class LeafContexts {
  readonly #options: LeafContextsOptions
  /** In the order of use. */
  readonly #contexts = new Map<string, { context: SecureContext; leaf: Leaf }>()

  constructor(options: LeafContextsOptions) {
    this.#options = options
  }

  /** The same for the same leaf, until so many others were asked for. */
  contextOf(name: string, leaf: Leaf): SecureContext {
    const known = this.#contexts.get(name)
    this.#contexts.delete(name)
    const context = known?.leaf === leaf ? known.context : this.#make(leaf)
    this.#contexts.set(name, { context, leaf })
    for (const oldest of this.#contexts.keys()) {
      if (this.#contexts.size <= this.#options.most()) break
      this.#contexts.delete(oldest)
    }
    return context
  }

  #make({ certificateChain, privateKey }: Leaf): SecureContext {
    return createSecureContext({
      cert: certificateChain,
      key: privateKey,
      minVersion: 'TLSv1.2',
      ciphers: this.#options.ciphers(),
      honorCipherOrder: true,
    })
  }
}
