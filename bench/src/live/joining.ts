import { get } from 'node:http'

import { seq } from '@lagebild/model/ids.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import type { ClientToHub, HubToClient, Welcome } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Lane } from '@lagebild/model/row.ts'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'

import { numberIn, recordOf, textIn } from './processes.ts'

export type JoinPlan = {
	readonly url: string
	readonly operation: string
	/** Undefined: a bare server, which is only connected to and asked for its body. */
	readonly token: string | undefined
	readonly clients: number
	readonly atOnce: number
}

const WANT = { cover: 'all' } as const
const GZIP_TAIL = 8

type JoinSocket = Socket<HubToClient, ClientToHub>
/** Of this process. */
const sockets: JoinSocket[] = []

export function connect({ url, operation, token }: JoinPlan): Promise<{ readonly socket: JoinSocket; readonly welcome: Welcome }> {
	const socket: JoinSocket = io(`${url}/operations/${operation}`, {
		transports: ['websocket'],
		forceNew: true,
		reconnection: false,
		...(token !== undefined && { auth: { token } }),
	})
	sockets.push(socket)
	return new Promise((resolve, reject) => {
		socket.once('connect_error', reject)
		socket.once('bye', ({ why }) => reject(new Error(`sent away: ${why}`)))
		socket.once('welcome', (welcome) => resolve({ socket, welcome }))
		if (token !== undefined) socket.once('connect', () => socket.emit('open', { protocol: PROTOCOL, want: WANT }))
	})
}

/** Packed as it comes. */
export function load({ url, operation, token }: JoinPlan, scope: string): Promise<Buffer> {
	const headers = { 'accept-encoding': 'gzip', ...(token !== undefined && { authorization: `Bearer ${token}` }) }
	return new Promise((resolve, reject) => {
		get(`${url}/api/v1/operations/${operation}/rows?scope=${scope}`, { headers, agent: false }, (response) => {
			const chunks: Buffer[] = []
			response.on('data', (chunk: Buffer) => chunks.push(chunk))
			response.on('end', () => {
				const body = Buffer.concat(chunks)
				if (response.statusCode === 200) resolve(body)
				else reject(new Error(`${response.statusCode}: ${body.subarray(0, 200).toString()}`))
			})
		}).on('error', reject)
	})
}

/** The end of a load is not packed (`load-body.ts` of the hub): it is what this client goes on from. */
function haveIn(body: Buffer): { readonly epoch: string; readonly scopeId: string; readonly seq: Record<Lane, Seq> } {
	const end = body.subarray(-2_000, -GZIP_TAIL).toString('latin1')
	const told = recordOf(JSON.parse(`{${end.slice(end.lastIndexOf('"epoch"'))}`))
	const cursors = recordOf(told['seq'])
	const [U, S, M] = LANES.map((lane) => seq(numberIn(cursors, lane)))
	if (U === undefined || S === undefined || M === undefined) throw new Error('a load without cursors')
	return { epoch: textIn(told, 'epoch'), scopeId: textIn(told, 'scopeId'), seq: { U, S, M } }
}

/** As every client begins; a bare server is only connected to and asked. */
export async function join(plan: JoinPlan): Promise<{ readonly ms: number; readonly bytes: number }> {
	const begun = performance.now()
	const { socket, welcome } = await connect(plan)
	const body = await load(plan, welcome.scopeId)
	if (plan.token !== undefined) await goOn(socket, body)
	return { ms: performance.now() - begun, bytes: body.length }
}

function goOn(socket: JoinSocket, body: Buffer): Promise<void> {
	return new Promise((resolve, reject) => {
		socket.once('welcome', ({ next }) => {
			if (next === 'resume') resolve()
			else reject(new Error('the load was not one to go on from'))
		})
		socket.emit('open', { protocol: PROTOCOL, want: WANT, have: haveIn(body) })
	})
}

export function leave(): void {
	for (const socket of sockets.splice(0)) socket.close()
}
