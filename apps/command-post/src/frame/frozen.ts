import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { isFrozen } from '../state/link.ts'
import { liveOf } from '../state/live.ts'
import { usePicture } from '../state/react.ts'

/** What stands over each panel while the picture no longer follows the world; undefined while it does. */
export function useFrozenText(): string | undefined {
	const t = useTranslations('link')
	const formats = useFormats()
	const frozen = usePicture((facts) => isFrozen(facts.link, liveOf(facts).now))
	const asOf = usePicture(({ link }) => link.asOf)
	if (!frozen) return undefined
	return asOf === undefined ? t('frozen') : t('frozenSince', { stand: formats.clock(asOf) })
}
