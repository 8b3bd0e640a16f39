import { ConnectionChip } from '@lagebild/ui/connection-chip.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Popover } from '@lagebild/ui/popover.tsx'
import { useTranslations } from 'use-intl'

import { machineTrouble, sourcesView } from '../select/feeds.ts'
import { liveFeeds, liveMachines } from '../select/live.ts'
import { linkView } from '../state/link.ts'
import { liveOf } from '../state/live.ts'
import { useLiveNow, usePicture } from '../state/react.ts'
import { LinkSheet } from './later.ts'

/** The chip of the link; pressed, it says since when and why each source is what it is. */
export function LinkPopover() {
	const t = useTranslations('link')
	const formats = useFormats()
	const link = usePicture((facts) => facts.link)
	const now = useLiveNow(1_000)
	const feeds = usePicture((facts) => liveFeeds(liveOf(facts).content))
	const trouble = usePicture((facts) => machineTrouble(liveMachines(liveOf(facts).content)))
	const sources = { ...sourcesView(feeds), ...(trouble && { machine: trouble }) }
	return (
		<Popover label={t('title')} trigger={<ConnectionChip link={linkView(link, now, formats.clock)} sources={sources} />}>
			<LinkSheet />
		</Popover>
	)
}
