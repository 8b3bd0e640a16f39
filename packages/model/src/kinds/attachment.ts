import * as z from 'zod'

import { keyed } from './keyed.ts'
import { Line, Short } from './words.ts'

export const Attachment = z.strictObject({
	name: Line.describe('File name or title of the enclosure (Anlage).'),
	mediaType: Short.optional().describe('Media type (RFC 6838): `image/jpeg`.'),
	bytes: z.int().min(0).max(1e12).optional().describe('Size in bytes.'),
	sha256: z
		.string()
		.regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')
		.optional()
		.describe('SHA-256 of the bytes, 64 lower-case hexadecimal digits: proves which file was meant, and names a photo that the hub keeps.'),
	where: Line.optional().describe('Where it is kept, if not by the hub: a folder, a shelf, an address.'),
})
export type Attachment = z.infer<typeof Attachment>

export const Attachments = keyed(Attachment).describe(
	'Enclosures (Anlagen) by a name of your choice. Keyed: each enclosure its own register.',
)
