import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useCallback } from 'react'
import { useTranslations } from 'use-intl'

import { Card } from '../frame/card.tsx'
import { leaveDoor } from '../state/actions.ts'
import { useNow, usePicture } from '../state/react.ts'
import { signOut } from '../state/session.ts'
import { lookAtInvitation } from './api.ts'
import type { Refusal } from './call.ts'
import { InvitationForm } from './invitation-form.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { RefusalText } from './refusal-text.tsx'
import { usePasskeys } from './use-passkeys.ts'
import { useRemote } from './use-remote.ts'

import styles from './access.module.css'

type Looked = {
	readonly for: string
	readonly role: 'observer' | 'field' | 'staff' | 'commander' | 'integrator' | 'admin'
	readonly organisation?: string | undefined
	readonly operations: 'all' | readonly string[]
	readonly expires: number
}

/** The way in of somebody who was invited: who, as what, until when, and then the own account. */
export function InvitationPage({ code }: { readonly code: string }) {
	const t = useTranslations('invitation')
	const look = useCallback(() => lookAtInvitation(code), [code])
	const { value, refusal, reload } = useRemote(look)
	const gone = isGone(refusal)
	return (
		<Card title={gone ? t('gone') : t('title')}>
			{gone && <Gone />}
			{refusal && !gone && (
				<>
					<RefusalText refusal={refusal} />
					<Retry onPress={() => void reload()} />
				</>
			)}
			{!value && !refusal && <p aria-live="polite">{t('loading')}</p>}
			{value && (
				<>
					<Facts looked={value} />
					<Way code={code} />
				</>
			)}
			<div className={styles.foot}>
				<LanguageChoice />
			</div>
		</Card>
	)
}

/** The hub answered, and not that it is asked too often: unknown, used and too old are one to it. */
function isGone(refusal: Refusal | undefined): boolean {
	return refusal !== undefined && refusal.fault !== 'unreachable' && refusal.fault.fault !== 'too-many-requests'
}

function Way({ code }: { readonly code: string }) {
	const passkeys = usePasskeys()
	const name = usePicture(({ session }) => (session.state === 'in' ? session.grant.name : undefined))
	if (name !== undefined) return <SignedIn name={name} code={code} />
	return passkeys === undefined ? null : <InvitationForm code={code} passkeys={passkeys} />
}

function Retry({ onPress }: { readonly onPress: () => void }) {
	const t = useTranslations('access')
	return <Button onPress={onPress}>{t('retry')}</Button>
}

function Facts({ looked }: { readonly looked: Looked }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(60_000)
	const { organisation, operations } = looked
	const role = t(`roles.${looked.role}`)
	const where = operations === 'all' ? t('invitation.allOperations') : t('invitation.someOperations', { count: operations.length })
	return (
		<div className={styles.callout}>
			<p className={styles.strong}>{t('invitation.for', { name: looked.for })}</p>
			<p>
				{organisation === undefined
					? t('invitation.as', { role, operations: where })
					: t('invitation.asWith', { role, organisation, operations: where })}
			</p>
			<p>{t('invitation.until', { time: formats.time(looked.expires, now) })}</p>
		</div>
	)
}

function Gone() {
	const t = useTranslations('invitation')
	return (
		<>
			<p role="alert">{t('goneText')}</p>
			<div className={styles.actions}>
				<Button look="primary" size="main" onPress={leaveDoor}>
					{t('signIn')}
				</Button>
			</div>
		</>
	)
}

/** Nobody takes an invitation in somebody else's name. */
function SignedIn({ name, code }: { readonly name: string; readonly code: string }) {
	const t = useTranslations('invitation')
	return (
		<>
			<p>{t('signedIn', { name })}</p>
			<div className={styles.actions}>
				<Button look="primary" size="main" onPress={() => void signOut({ next: { type: 'invitation', code } })}>
					{t('signOut', { name })}
				</Button>
				<Button size="main" onPress={leaveDoor}>
					{t('stay')}
				</Button>
			</div>
		</>
	)
}
