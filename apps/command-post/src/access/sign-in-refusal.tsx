import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { useNow } from '../state/react.ts'
import type { Refusal } from './call.ts'

import styles from './access.module.css'

type Props = { readonly refusal: Refusal | undefined; readonly wrong: 'wrong' | 'passkey' }

/** Why nobody was signed in, and when it is worth another try. */
export function SignInRefusal({ refusal, wrong }: Props) {
	return (
		<div role="alert" className={styles.refusal}>
			{refusal && <Words refusal={refusal} wrong={wrong} />}
		</div>
	)
}

function Words({ refusal, wrong }: Props & { readonly refusal: Refusal }) {
	const t = useTranslations('signIn.refused')
	const { fault, retryAfterS } = refusal
	if (fault === 'unreachable') return t('unreachable')
	if (fault.fault === 'too-many-requests') return <TooOften until={refusal.at + (retryAfterS ?? 60) * 1_000} />
	if (fault.fault === 'unauthenticated') return t(wrong)
	if (fault.message === 'passkey-not-given') return t('notGiven')
	return t('other', { message: fault.message })
}

/** Runs every second and is read out once. */
function TooOften({ until }: { readonly until: number }) {
	const t = useTranslations('signIn.refused')
	const formats = useFormats()
	const now = useNow(1_000)
	if (now >= until) return t('tooOftenNow')
	return <span aria-live="off">{t('tooOften', { time: formats.clock(until), left: formats.span(until - now) })}</span>
}
