/** Lets devices enrol by their one-time code, and owners see, add and revoke them. */
import type { FastifyRequest } from 'fastify'
import { enrolmentAnswer, enrolmentRequest } from '../../core/device/schema.ts'
import { GatewayError } from '../../core/errors.ts'
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { pageOf } from '../paged.ts'
import { plainProblem, sendProblem } from '../problem.ts'
import {
  deviceList,
  deviceParams,
  deviceRecord,
  invitation,
  newDeviceParams,
  sshKeyQuery,
} from '../schemas/devices.ts'
import { pageQuery } from '../schemas/page.ts'
import type { DeviceServices } from '../services/devices.ts'

export function deviceRoutes(api: Api, services: DeviceServices): void {
  api.post(
    '/api/v1/enrolment',
    {
      // The code is the secret.
      config: { access: 'open', byDevices: true },
      schema: {
        summary: 'Gives a device its first certificate for a one-time code',
        body: enrolmentRequest,
        response: { 200: enrolmentAnswer },
      },
    },
    async (request, reply) => {
      const outcome = services.devices.enrol(request.body, request.ip)
      if (outcome.ok) {
        const { device, chain, roots } = outcome
        return { device, chain, roots, ...endpoints(request, services) }
      }
      if (outcome.retryAfterSeconds === undefined) throw outcome.error
      return sendProblem(reply.header('retry-after', outcome.retryAfterSeconds), tooManyWrongCodes)
    },
  )
  api.get(
    '/api/v1/devices',
    {
      schema: {
        summary: 'Devices, in the order of their adding',
        querystring: pageQuery,
        response: { 200: deviceList },
      },
    },
    async ({ query }) => {
      const { page, next } = pageOf(services.devices.list(), query, ({ id }) => id)
      return { devices: page, next }
    },
  )
  api.get(
    '/api/v1/devices/:name',
    { schema: { summary: 'One device', params: deviceParams, response: { 200: deviceRecord } } },
    async (request) => {
      const found = services.devices.find(request.params.name)
      if (found === null) throw new GatewayError('DEVICE_UNKNOWN')
      return found
    },
  )
  changes(api, services)
}

const tooManyWrongCodes = plainProblem(
  429,
  'Too many wrong codes came from this address.',
  'Wait a minute, then try again.',
)

function changes(api: Api, { devices }: DeviceServices): void {
  // A one-time code is a secret, and whoever adds a key becomes the device.
  const config = { access: 'control' } as const
  api.post(
    '/api/v1/devices/:name',
    {
      config,
      schema: {
        summary: 'Adds a device, or makes a new one-time code for one that has not enrolled',
        params: newDeviceParams,
        response: { 200: invitation },
      },
    },
    async (request) => devices.add(request.params.name),
  )
  api.post(
    '/api/v1/devices/:name/revoke',
    {
      schema: {
        summary: 'Ends what a device may do, at once and for good',
        params: deviceParams,
        response: { 200: deviceRecord },
      },
    },
    async (request) => devices.revoke(request.params.name, actorOf(request)),
  )
  api.post(
    '/api/v1/devices/:name/keys',
    {
      config,
      schema: {
        summary: 'Lets a device log in over SFTP with a key',
        params: deviceParams,
        querystring: sshKeyQuery,
        response: { 200: deviceRecord },
      },
    },
    async (request) => devices.addSshKey(request.params.name, request.query.key),
  )
}

/** A device goes on under the name by which it reached us: that it can resolve, and that our certificate holds. */
function endpoints(request: Pick<FastifyRequest, 'hostname'>, { devicePorts }: DeviceServices) {
  const host = request.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const { broker, files } = devicePorts()
  return { broker: { host, port: broker }, files: { host, port: files } }
}
