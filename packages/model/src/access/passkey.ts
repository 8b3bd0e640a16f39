import * as z from 'zod'

/** Bytes as browsers write them into JSON. */
const Base64Url = z
	.string()
	.min(1)
	.max(16_384)
	.regex(/^[A-Za-z0-9_-]+$/, 'must be base64url without padding')

const Attachment = z.enum(['platform', 'cross-platform'])

const credential = {
	id: Base64Url.max(2_048),
	rawId: Base64Url.max(2_048),
	type: z.literal('public-key'),
	authenticatorAttachment: Attachment.exactOptional(),
	/** Says nothing that is used here; browsers always send it. */
	clientExtensionResults: z.record(z.string(), z.unknown()).transform(() => ({})),
}

/** What `navigator.credentials.create` gave, as its `toJSON` writes it (WebAuthn, RegistrationResponseJSON). */
export const NewPasskey = z.object({
	...credential,
	response: z.object({
		clientDataJSON: Base64Url,
		attestationObject: Base64Url,
		transports: z.array(z.string().max(32)).max(16).exactOptional(),
	}),
})
export type NewPasskey = z.infer<typeof NewPasskey>

/** What `navigator.credentials.get` gave (WebAuthn, AuthenticationResponseJSON). */
export const PasskeyProof = z.object({
	...credential,
	response: z.object({
		clientDataJSON: Base64Url,
		authenticatorData: Base64Url,
		signature: Base64Url,
		userHandle: Base64Url.exactOptional(),
	}),
})
export type PasskeyProof = z.infer<typeof PasskeyProof>

/** Options of the hub for the browser, to be handed to WebAuthn as they are. */
export const PasskeyOptions = z.looseObject({ challenge: Base64Url })
