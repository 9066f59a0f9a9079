/** Describes the API in OpenAPI 3.1, made of the same schemas that check it. */
import type { RouteOptions } from 'fastify'
import { z } from 'zod'
import { changeHeader } from './access.ts'
import type { Api } from './api.ts'
import { rightTo } from './rights.ts'
import { problemDetails } from './schemas.ts'
import { scopeOf } from './scopes.ts'
import { cookieName } from './session-cookie.ts'

declare module 'fastify' {
  interface FastifySchema {
    /** One line for the reference. */
    summary?: string
    /** The change names the state that it was decided on. */
    conditional?: true
    /** Content types of the answer, where it is not JSON. */
    produces?: readonly string[]
  }
}

type JsonObject = Record<string, unknown>

/** Watches routes being added from now on; the returned function makes the document of those under /api/v1. */
export function collectOpenApi(api: Api, version: string): () => JsonObject {
  const operations = new Map<string, JsonObject>()
  api.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/v1/') && !['/metrics', '/healthz'].includes(route.url)) return
    const methods = [route.method].flat().filter((method) => method !== 'HEAD')
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
    for (const method of methods) {
      operations.set(path, { ...operations.get(path), [method.toLowerCase()]: describeRoute(route) })
    }
  })
  return () => ({
    openapi: '3.1.0',
    info: {
      title: 'Gatehouse',
      version,
      description: `What the gateway did and how it is, and what may be changed. A browser sends \`${changeHeader}: 1\` with every change.`,
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: cookieName },
      },
      schemas: { Problem: jsonSchema(problemDetails, 'output') },
    },
    paths: Object.fromEntries(operations),
  })
}

function describeRoute(route: RouteOptions): JsonObject {
  const schema = route.schema ?? {}
  const access = route.config?.access ?? 'token'
  return {
    summary: schema.summary ?? '',
    ...(access === 'open' ? { security: [] } : {}),
    description: audienceOf(route),
    parameters: [
      ...parameters(schema.params, 'path'),
      ...parameters(schema.querystring, 'query'),
      ...(schema.conditional === true ? [ifMatch] : []),
    ],
    ...(schema.body instanceof z.ZodType
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(schema.body, 'input') } },
          },
        }
      : {}),
    responses: {
      ...(schema.conditional === true
        ? { 412: problem('It is another by now: look again.'), 428: problem('If-Match is missing.') }
        : {}),
      ...(access === 'open'
        ? {}
        : { 401: problem('Nobody is signed in.'), 403: problem('Not for this role.') }),
      200: {
        description: 'As asked.',
        content: schema.produces
          ? Object.fromEntries(schema.produces.map((type) => [type, { schema: { type: 'string' } }]))
          : { 'application/json': { schema: jsonSchema(okSchema(schema.response), 'output') } },
      },
      default: problem('What went wrong (RFC 9457).'),
    },
  }
}

function problem(description: string): JsonObject {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}

const ifMatch: JsonObject = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'The etag of what was shown; not needed over the control socket.',
  schema: { type: 'string' },
}

function audienceOf({ method, url }: RouteOptions): string {
  const right = rightTo([method].flat()[0] ?? '', url)
  if (right === 'box' || right === null) return 'Only over the control socket; elsewhere 403.'
  if (right === 'everybody') return 'For everybody.'
  const scope = scopeOf('GET', url)
  const byKey = scope === null || method === 'POST' ? '' : `, or with an API key of the scope ${scope}`
  return `With the access token, or signed in as ${right.join(', ')}${byKey}.`
}

function okSchema(response: unknown): unknown {
  return typeof response === 'object' && response !== null && 200 in response ? response[200] : undefined
}

function parameters(schema: unknown, place: 'path' | 'query'): JsonObject[] {
  if (!(schema instanceof z.ZodObject)) return []
  const json = jsonSchema(schema, 'input')
  const required = Array.isArray(json.required) ? json.required : []
  return Object.entries((json.properties ?? {}) as Record<string, JsonObject>).map(([name, property]) => {
    const { description, ...rest } = property
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    }
  })
}

function jsonSchema(schema: unknown, io: 'input' | 'output'): JsonObject {
  if (!(schema instanceof z.ZodType)) return {}
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { target: 'draft-2020-12', io })
  return json as JsonObject
}
