import { OperationId, SourceName } from '@lagebild/model/ids.ts'
import * as z from 'zod'

const File = z.string().min(1).max(1_000)
const Port = z.int().min(0).max(65_535)

const Tls = z.strictObject({
	certificate: File.describe('File of the own certificate, PEM.'),
	key: File.describe('File of its key, PEM.'),
	authority: File.describe('File of the authority that signs the other side, PEM: whoever has no certificate of it is turned away.'),
})

/** One door for TAK clients, or one line to a TAK server: one credential. */
export const TakConfig = z.strictObject({
	id: SourceName.describe('Source name of everything that comes through it.'),
	name: z.string().min(1).max(120).describe('Name as people see it.'),
	operation: OperationId.describe('Operation that takes it, and that is shown to it.'),
	listen: z
		.strictObject({
			port: Port.describe('Port for TAK clients; 8089 is usual with TLS, 8087 without.'),
			host: z.string().min(1).max(253).default('127.0.0.1').describe('Address to listen on.'),
			tls: Tls.optional().describe('Absent: without TLS, for whoever reaches the port.'),
			clients: z.int().min(1).max(1_000).default(50).describe('Connections at the same time.'),
		})
		.optional()
		.describe('Be a TAK server: ATAK, iTAK and WinTAK connect here.'),
	connect: z
		.strictObject({
			host: z.string().min(1).max(253).describe('Address of the TAK server.'),
			port: Port.describe('Its port.'),
			tls: Tls.optional().describe('Certificate that the server knows; absent: without TLS.'),
		})
		.optional()
		.describe('Be a client of a TAK server.'),
	udp: z
		.strictObject({
			port: Port.describe('Port to hear datagrams on; 6969 is usual.'),
			host: z.string().min(1).max(253).default('127.0.0.1').describe('Address to listen on.'),
			group: z.ipv4().optional().describe('Multicast group to join; 239.2.3.1 is usual.'),
		})
		.optional()
		.describe('Hear the mesh: it is heard and never answered.'),
	outbound: z.boolean().default(true).describe('Whether the picture is told to the other side.'),
	clearance: z.enum(['open', 'internal', 'restricted']).default('open').describe('Up to which label it is told.'),
	rank: z.enum(['crowd', 'device', 'authority']).default('device').describe('How much its word weighs against that of others.'),
	options: z.record(z.string(), z.json()).default({}).describe('Options of the format cot.'),
	enabled: z.boolean().default(true).describe('false: it stays in the file and is closed.'),
})
export type TakConfig = z.infer<typeof TakConfig>
