import { useTranslations } from 'use-intl'

import { rejectsDe } from '../messages/de/rejects.ts'

const REASONS = rejectsDe.rejects.reason

function isKnown(reason: string): reason is keyof typeof REASONS {
	return Object.hasOwn(REASONS, reason)
}

/** A reason in plain words; one that has none is its own name. */
export function useReasonWords(): (reason: string) => string {
	const t = useTranslations('rejects.reason')
	return (reason) => (isKnown(reason) ? t(reason) : reason)
}
