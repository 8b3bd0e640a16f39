import * as z from 'zod'

import { lanNameFault } from './lan-name.ts'

export const LanName = z.string().superRefine((name, context) => {
	const message = lanNameFault(name)
	if (message !== undefined) context.addIssue({ code: 'custom', message: `"${name}" ${message}` })
})

const Port = z.int().min(0).max(65_535)

/** Serving the tablets of the local network. */
export const LanConfig = z
	.strictObject({
		name: LanName.optional().describe('Name under which this network knows the machine; as with lagebild start --lan NAME.'),
		host: z.string().min(1).max(253).default('::').describe('Address to listen on; :: means all interfaces.'),
		port: Port.default(8443).describe('HTTPS.'),
		trustPort: Port.default(8081).describe('Plain HTTP for the one page on which a tablet learns to trust this machine.'),
	})
	.prefault({})

/** A certificate of your own in place of the local authority. */
export const TlsConfig = z.strictObject({
	certFile: z.string().min(1).max(1_000).describe('PEM: the certificate, then those that lead to its authority.'),
	keyFile: z.string().min(1).max(1_000).describe('PEM, readable by its owner alone.'),
})
export type TlsConfig = z.infer<typeof TlsConfig>

/** How the local network is served; absent from the settings when it is not. */
export type Lan = {
	readonly name: string
	readonly host: string
	readonly port: number
	readonly trustPort: number
	/** Absent: by the local authority. */
	readonly tls?: TlsConfig
}
