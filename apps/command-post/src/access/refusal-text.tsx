import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import type { Refusal } from './call.ts'

import styles from './access.module.css'

const TEXTS = {
	unauthenticated: 'unauthenticated',
	'not-allowed': 'notAllowed',
	'prove-again': 'proveAgain',
	'not-found': 'notFound',
} as const

function isKnown(code: string): code is keyof typeof TEXTS {
	return Object.hasOwn(TEXTS, code)
}

/** Why the hub did not do it. */
export function useRefusalWords(): (refusal: Refusal) => string {
	const t = useTranslations('access.fault')
	const formats = useFormats()
	return ({ fault, at, retryAfterS = 1 }) => {
		if (fault === 'unreachable') return t('unreachable')
		if (fault.fault === 'too-many-requests') return t('tooOften', { time: formats.clock(at + retryAfterS * 1_000) })
		/** The hub says it in its own words where it names what is wrong. */
		if (isKnown(fault.fault) && fault.path === undefined) return t(TEXTS[fault.fault])
		return t('other', { message: [fault.path, fault.message].filter(Boolean).join(': ') })
	}
}

/** Read out when it comes. */
export function RefusalText({ refusal }: { readonly refusal: Refusal | undefined }) {
	const words = useRefusalWords()
	return (
		<div role="alert" className={styles.refusal}>
			{refusal && words(refusal)}
		</div>
	)
}
