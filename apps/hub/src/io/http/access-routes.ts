import { Router } from 'express'

import { addOwnPasskey, changeOwnAccount, createOwnAccount, postOwnPasskeyOptions, removeOwnPasskey } from './access-account.ts'
import { changeAccount, createAccountLink, endAccount, listAccounts } from './access-accounts.ts'
import { getAudit } from './access-audit.ts'
import { createEnrolment, listDevices, revokeDevice } from './access-devices.ts'
import {
	acceptInvitation,
	createInvitation,
	listInvitations,
	lookAtInvitation,
	postInvitationPasskeyOptions,
	revokeInvitation,
} from './access-invitations.ts'
import { createKey, listKeys, revokeKey, rotateKey } from './access-keys.ts'
import { listLabelDefaults, setLabelDefault } from './access-labels.ts'
import { postOwnProof } from './access-proof.ts'
import { endSession, listSessions } from './access-sessions.ts'
import { getSignInWays, postPasskey, postPasskeyOptions, postPassword } from './access-sign-in.ts'
import type { HubContext } from './context.ts'
import { signOut } from './sign-in.ts'

/** Who may come in, and who says so. */
export function accessRoutes(context: HubContext): Router {
	const router = Router()
	router.get('/v1/sign-in', getSignInWays(context))
	router.post('/v1/sign-in/password', postPassword(context))
	router.post('/v1/sign-in/passkey/options', postPasskeyOptions(context))
	router.post('/v1/sign-in/passkey', postPasskey(context))
	router.post('/v1/sign-out', signOut(context))
	router.get('/v1/sessions', listSessions(context))
	router.delete('/v1/sessions/:id', endSession(context))
	router.post('/v1/account', createOwnAccount(context))
	router.patch('/v1/account', changeOwnAccount(context))
	router.post('/v1/account/proof', postOwnProof(context))
	router.post('/v1/account/passkeys/options', postOwnPasskeyOptions(context))
	router.post('/v1/account/passkeys', addOwnPasskey(context))
	router.delete('/v1/account/passkeys/:id', removeOwnPasskey(context))
	router.use(administration(context))
	return router
}

function administration(context: HubContext): Router {
	const router = Router()
	router.get('/v1/invitations', listInvitations(context))
	router.post('/v1/invitations', createInvitation(context))
	router.delete('/v1/invitations/:id', revokeInvitation(context))
	router.post('/v1/invitations/look', lookAtInvitation(context))
	router.post('/v1/invitations/passkey/options', postInvitationPasskeyOptions(context))
	router.post('/v1/invitations/accept', acceptInvitation(context))
	router.get('/v1/accounts', listAccounts(context))
	router.patch('/v1/accounts/:id', changeAccount(context))
	router.post('/v1/accounts/:id/end', endAccount(context))
	router.post('/v1/accounts/:id/link', createAccountLink(context))
	router.get('/v1/keys', listKeys(context))
	router.post('/v1/keys', createKey(context))
	router.post('/v1/keys/:id/rotate', rotateKey(context))
	router.post('/v1/keys/:id/revoke', revokeKey(context))
	router.get('/v1/devices', listDevices(context))
	router.post('/v1/devices/enrolments', createEnrolment(context))
	router.post('/v1/devices/:id/revoke', revokeDevice(context))
	router.get('/v1/label-defaults', listLabelDefaults(context))
	router.put('/v1/label-defaults', setLabelDefault(context))
	router.get('/v1/audit', getAudit(context))
	return router
}
