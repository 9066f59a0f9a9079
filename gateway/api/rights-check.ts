/** Refuses to start an API with a route that the table of rights does not know, or knows otherwise than the route itself. */
import type { Api } from './api.ts'
import { type Right, rightTo } from './rights.ts'

/** From now on. Routes are written down in code, so that a start which succeeded once always does. */
export function checkRights(api: Api): void {
  api.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      const right = rightTo(method, route.url)
      if (right === null) throw new Error(`rights.ts has no line for ${method} ${route.url}`)
      const access = route.config?.access ?? 'token'
      if (access !== accessOf(right))
        throw new Error(`${method} ${route.url}: the route says ${access}, rights.ts ${accessOf(right)}`)
    }
  })
}

function accessOf(right: Right): 'open' | 'control' | 'token' {
  if (right === 'everybody') return 'open'
  return right === 'box' ? 'control' : 'token'
}
