import type { AssignmentRequest } from '@lagebild/model/access/functions.ts'
import {
	AccountView,
	AuditPage,
	CreatedAccountLink,
	CreatedEnrolment,
	CreatedInvitation,
	CreatedKey,
	DeviceView,
	InvitationLooked,
	InvitationView,
	KeyView,
	LabelDefault,
	SessionAnswer,
	SessionView,
	SignInWays,
} from '@lagebild/model/access/http.ts'
import type { NewPasskey, PasskeyProof } from '@lagebild/model/access/passkey.ts'
import { PasskeyOptions } from '@lagebild/model/access/passkey.ts'
import { Role } from '@lagebild/model/label.ts'
import * as z from 'zod'

import { operationPath } from '../api/http.ts'
import { call, idPath } from './call.ts'
import type { Answer } from './call.ts'

/** What is answered matters only in that it was. */
const Done = z.unknown()

// Signing in

export const waysToSignIn = () => call('sign-in', SignInWays)

export const signInByPassword = (login: string, password: string) =>
	call('sign-in/password', SessionAnswer, { method: 'POST', body: { login, password } })

export const passkeyQuestion = () => call('sign-in/passkey/options', PasskeyOptions, { method: 'POST', body: {} })

export const signInByPasskey = (passkey: PasskeyProof) => call('sign-in/passkey', SessionAnswer, { method: 'POST', body: { passkey } })

// One's own account

export type OwnNaming = { readonly login: string; readonly name: string; readonly password?: string }

export const createOwnAccount = (body: OwnNaming) => call('account', SessionAnswer, { method: 'POST', body })

export const changePassword = (next: string, old: string | undefined) =>
	call('account', Done, { method: 'PATCH', body: { password: { ...(old !== undefined && { old }), new: next } } })

export const proveByPassword = (password: string) => call('account/proof', Done, { method: 'POST', body: { password } })

export const proveByPasskey = (passkey: PasskeyProof) => call('account/proof', Done, { method: 'POST', body: { passkey } })

export const passkeyOffer = () => call('account/passkeys/options', PasskeyOptions, { method: 'POST', body: {} })

export const keepPasskey = (passkey: NewPasskey, name: string) =>
	call('account/passkeys', Done, { method: 'POST', body: { passkey, name } })

export const removePasskey = (id: string) => call(idPath('account/passkeys', id), Done, { method: 'DELETE' })

export const ownSessions = () => call('sessions', z.array(SessionView))

export const endSession = (id: string) => call(idPath('sessions', id), Done, { method: 'DELETE' })

// Invitations

export type NewInvitationBody = {
	readonly for: string
	readonly role: string
	readonly organisation?: string
	readonly clearance?: string
	readonly operations: 'all' | readonly string[]
	readonly hours: number
}

export const invitations = () => call('invitations', z.array(InvitationView))

export const invite = (body: NewInvitationBody) => call('invitations', CreatedInvitation, { method: 'POST', body })

export const withdrawInvitation = (id: string) => call(idPath('invitations', id), Done, { method: 'DELETE' })

export const lookAtInvitation = (code: string) => call('invitations/look', InvitationLooked, { method: 'POST', body: { code } })

export const invitationPasskey = (code: string, login: string) =>
	call('invitations/passkey/options', PasskeyOptions, { method: 'POST', body: { code, login } })

export type Acceptance = { readonly code: string; readonly login: string } & (
	| { readonly password: string }
	| { readonly passkey: NewPasskey }
)

export const acceptInvitation = (body: Acceptance) => call('invitations/accept', SessionAnswer, { method: 'POST', body })

// Accounts and functions

export const accounts = () => call('accounts', z.array(AccountView))

export const changeAccount = (id: string, body: unknown) => call(idPath('accounts', id), Done, { method: 'PATCH', body })

export const endAccount = (id: string) => call(idPath('accounts', id, 'end'), Done, { method: 'POST' })

export const linkInto = (id: string) => call(idPath('accounts', id, 'link'), CreatedAccountLink, { method: 'POST' })

const Candidates = z
	.object({
		candidates: z.array(z.object({ credential: z.string(), name: z.string(), role: Role, organisation: z.string().optional() })),
	})
	.transform(({ candidates }) => candidates)

/** To whom a function can be given: whoever reaches this operation. */
export const assignable = (operation: string) => call(inOperation(operation, 'functions'), Candidates)

const inOperation = (operation: string, rest: string): string => operationPath(operation, rest).replace('/api/v1/', '')

export const assignFunction = (operation: string, body: AssignmentRequest): Promise<Answer<unknown>> =>
	call(inOperation(operation, 'functions'), Done, { method: 'PUT', body })

// Keys

export const keys = () => call('keys', z.array(KeyView))

export const createKey = (body: unknown) => call('keys', CreatedKey, { method: 'POST', body })

export const rotateKey = (id: string, overlapMinutes: number) =>
	call(idPath('keys', id, 'rotate'), CreatedKey, { method: 'POST', body: { overlapMinutes } })

export const revokeKey = (id: string) => call(idPath('keys', id, 'revoke'), Done, { method: 'POST' })

// Devices

export const devices = () => call('devices', z.array(DeviceView))

export const enrol = (body: unknown) => call('devices/enrolments', CreatedEnrolment, { method: 'POST', body })

export const revokeDevice = (id: string, how: 'lost' | 'retired') =>
	call(idPath('devices', id, 'revoke'), Done, { method: 'POST', body: { how } })

// Labels and audit

export const labelDefaults = () => call('label-defaults', z.array(LabelDefault))

export const setLabelDefault = (body: unknown) => call('label-defaults', Done, { method: 'PUT', body })

export const auditPage = (query: Readonly<Record<string, string>>) => call(`audit?${new URLSearchParams(query).toString()}`, AuditPage)
