import { OperationId } from '@lagebild/model/ids.ts'
import { Role } from '@lagebild/model/label.ts'
import * as z from 'zod'

import { isLoopback } from './loopback.ts'

const Host = z.string().min(1).max(253)
/** A claim by its name, or by the way to it with dots (`realm_access.roles`). */
const Claim = z.string().min(1).max(200)
/** A secret in the configuration would be in every backup of it: it is in a file or in a variable of the environment. */
const SecretName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'must be the name of an environment variable')

const People = Role.exclude(['integrator'])

const Claims = z.strictObject({
	login: Claim.default('preferred_username').describe('Short name of the person; becomes login@id at the first sign-in.'),
	name: Claim.default('name').describe('Name as others see it.'),
	role: Claim.describe('Text or list. Without a value that `roles` knows nobody comes in.'),
	roles: z
		.record(z.string().min(1).max(200), People)
		.refine((roles) => Object.keys(roles).length > 0, 'names no role')
		.describe('What the values of the role claim mean. Of several the one that stands first here counts.'),
	organisation: Claim.optional().describe('Organisation that the person belongs to.'),
	organisations: z
		.record(z.string().min(1).max(200), z.string().min(1).max(64))
		.optional()
		.describe('What the values of the organisation claim mean; absent: they are taken as they are. A value that is not here refuses.'),
	clearance: Claim.optional().describe('open, internal or restricted; at most what the role can have.'),
	operations: Claim.optional().describe('Ids of the operations of this person, text or list; absent: as `operations` says.'),
})

/** RFC 6749, 3.3. */
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+$/

/** One provider of identities (OpenID Connect). */
export const OidcConfig = z
	.strictObject({
		id: z
			.string()
			.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and -')
			.describe('In addresses: /sign-in/oidc/ID.'),
		name: z.string().min(1).max(80).describe('As it stands on the button.'),
		issuer: z
			.url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
			.max(2_000)
			.describe('Address of the provider, as its discovery document says it.'),
		clientId: z.string().min(1).max(400).describe('Name under which the provider knows this hub.'),
		clientSecretFile: z.string().min(1).max(1_000).optional().describe('File that holds the secret and nothing else.'),
		clientSecretEnv: SecretName.optional().describe('NAME of the environment variable that holds the secret.'),
		scopes: z
			.array(z.string().min(1).max(100).regex(SCOPE, 'is no scope'))
			.max(50)
			.refine((scopes) => scopes.includes('openid'), 'must hold openid')
			.default(['openid', 'profile'])
			.describe('What the provider is asked for.'),
		claims: Claims.describe('Which claims say who the person is and what they may do.'),
		operations: z
			.union([z.literal('all'), z.array(OperationId).max(200)])
			.default('all')
			.describe('Operations of people for whom no claim says which: all, or a list of ids.'),
		allowPrivateHosts: z.array(Host).max(20).default([]).describe('Hosts in private or loopback ranges that may be asked, by name.'),
		redirectUri: z
			.url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
			.max(2_000)
			.optional()
			.describe('Address of /sign-in/oidc/ID/callback as browsers reach it; absent: by the address that the person opened.'),
		signOutAtProvider: z.boolean().default(false).describe('Also end the session at the provider when a person signs out here.'),
		timeoutSeconds: z.int().min(1).max(60).default(8).describe('Longest time that the provider may take to answer, seconds.'),
	})
	.superRefine((provider, context) => {
		for (const { path, message } of [...issuerFaults(provider), ...secretFaults(provider), ...claimFaults(provider)])
			context.addIssue({ code: 'custom', path: [...path], message })
	})
export type OidcConfig = z.infer<typeof OidcConfig>

type OidcFault = { readonly path: readonly string[]; readonly message: string }

function issuerFaults({ issuer, allowPrivateHosts }: Pick<OidcConfig, 'issuer' | 'allowPrivateHosts'>): readonly OidcFault[] {
	const { protocol, hostname, search, hash } = new URL(issuer)
	const bare = hostname.replace(/^\[|\]$/g, '')
	const plain = protocol === 'http:' && !(isLoopback(bare) && allowPrivateHosts.includes(bare))
	return [
		...(search === '' && hash === '' ? [] : [{ path: ['issuer'], message: 'has no query and no fragment' }]),
		...(plain ? [{ path: ['issuer'], message: 'must be https; http only on this machine and with its host in allowPrivateHosts' }] : []),
	]
}

function secretFaults({
	id,
	clientSecretFile,
	clientSecretEnv,
	redirectUri,
}: Pick<OidcConfig, 'id' | 'clientSecretFile' | 'clientSecretEnv' | 'redirectUri'>): readonly OidcFault[] {
	const twice = clientSecretFile !== undefined && clientSecretEnv !== undefined
	const astray = redirectUri !== undefined && !redirectUri.endsWith(`/sign-in/oidc/${id}/callback`)
	return [
		...(twice ? [{ path: ['clientSecretEnv'], message: 'the secret is in clientSecretFile already' }] : []),
		...(astray ? [{ path: ['redirectUri'], message: `must end in /sign-in/oidc/${id}/callback` }] : []),
	]
}

function claimFaults({ claims }: Pick<OidcConfig, 'claims'>): readonly OidcFault[] {
	return claims.organisations !== undefined && claims.organisation === undefined
		? [{ path: ['claims', 'organisations'], message: 'needs claims.organisation' }]
		: []
}

/** A provider with its secret, which stands nowhere else. */
export type OidcProvider = OidcConfig & { readonly clientSecret?: string }
