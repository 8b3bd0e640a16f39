import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import type { GaugeView } from '../select/gauges.ts'
import { figuresNow } from '../select/now.ts'
import { usePicture } from '../state/react.ts'

import styles from './frame.module.css'

/** What is replayed was told when it was new. */
const NONE: readonly GaugeView[] = []

/** Says aloud, once for each, that a gauge reports what its water cannot do: a surge must never hide behind a doubt. */
export function DoubtAnnouncer() {
	const t = useTranslations('doubts')
	const formats = useFormats()
	const gauges = usePicture((facts) => (facts.replay ? NONE : figuresNow(facts).gauges))
	const [told, setTold] = useState<ReadonlySet<string>>(new Set())
	const [said, setSaid] = useState<GaugeView>()
	const news = gauges.find((gauge) => gauge.doubt === 'value' && !told.has(keyOf(gauge)))
	if (news) {
		setTold(new Set([...told, keyOf(news)]))
		setSaid(news)
	}
	return (
		<div role="alert" className={styles.hidden}>
			{said &&
				(said.level === undefined
					? t('announceJumpPlain', { name: said.name })
					: t('announceJump', { name: said.name, level: formats.figure(said.level, 2) }))}
		</div>
	)
}

function keyOf({ row, at }: GaugeView): string {
	return `${row.id} ${at ?? 0}`
}
