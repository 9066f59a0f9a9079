/** The headers that every answer of page and API carries, so that a browser does the least it can with it. */
import type { FastifyHelmetOptions } from '@fastify/helmet'
import { pageStyleHash } from '../core/pages/style.ts'

/** What helmet sets. No script, no image, no frame: the pages have one style sheet, named by its hash. */
export const securityPolicy: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'style-src': [`'${pageStyleHash}'`],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  // RFC 6797 §12.1: under HSTS a browser offers no way past a certificate error. With an authority of the office's
  // own that would lock the owner out of the very page that helps after a new installation.
  strictTransportSecurity: false,
}

/**
 * For the files of the web interface. Scripts and styles are files of its own: nothing inline, nothing of others, and no text may
 * become markup (Trusted Types). What React sets by way of `element.style` is no inline style (CSP3 §6.1.14).
 */
export const appSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join(';')

/** What is set beside helmet. */
export const securityHeaders = {
  'cache-control': 'no-store',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const
