import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Reject } from '../adapter.ts'
import { withNature } from '../nature.ts'
import { clip, rawBytes } from '../text.ts'
import { decodeXml } from './decode.ts'
import { Refusal } from './refusal.ts'
import { treeOf } from './tree.ts'
import type { XmlElement, XmlLimits } from './tree.ts'

/** One message of any kind. */
const MESSAGE: XmlLimits = { bytes: 1_000_000, nodes: 20_000 }

/**
 * Reads one XML document into a tree: at most 64 levels and, unless told otherwise, 1 MB and 20,000 elements and attributes. Any document type declaration
 * is refused, so there are no entities to expand and nothing to fetch.
 */
export function readXml(bytes: Uint8Array, limits: XmlLimits = MESSAGE): Result<XmlElement, Reject> {
	const refuse = (reason: string, message: string): Result<never, Reject> =>
		fail({ reason, message: withNature(message, bytes), raw: rawBytes(bytes) })
	if (bytes.length > limits.bytes) return refuse('too-large', `the document has ${bytes.length} bytes; the limit is ${limits.bytes}`)
	const text = decodeXml(bytes)
	if (text === undefined) return refuse('bad-encoding', 'the document is not in the charset that it declares')
	try {
		return ok(treeOf(text.trimStart(), limits))
	} catch (error) {
		return error instanceof Refusal ? refuse(error.reason, clip(error.message, 300)) : refuse('not-xml', 'the document cannot be read')
	}
}

/** Reads XML that stood as text inside another document. */
export function readXmlText(text: string, limits: XmlLimits = MESSAGE): Result<XmlElement, Reject> {
	return readXml(new TextEncoder().encode(text.replace(/^\s*<\?xml[^>]*>/, '')), limits)
}
