import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'

import type { AlarmView } from '../select/alarms.ts'
import { liveAlarms } from '../select/live.ts'
import { setView } from '../state/actions.ts'
import { currentOperation } from '../state/follow.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { freshIn } from './fresh.ts'
import type { Met } from './fresh.ts'
import { playTone } from './tone.ts'

import frame from '../frame/frame.module.css'

/** Tells of new alarms: a ring on the map, a tone where the person wants one, and aloud what is extreme. */
export function AlarmAnnouncer() {
	const t = useTranslations('alarms')
	const alarms = usePicture(liveAlarms)
	const operation = usePicture(currentOperation)
	const complete = usePicture(({ link }) => link.asOf !== undefined && !link.stored)
	const met = useRef<Met>(undefined)
	const [said, setSaid] = useState<AlarmView>()
	const id = operation?.id
	useEffect(() => {
		if (id === undefined) return
		const next = freshIn(alarms.standing, { met: met.current, operation: id, complete })
		met.current = next.met
		const [first] = next.fresh
		if (!first) return
		setView({ ring: { id: first.about ?? first.id, at: Date.now(), look: false } })
		if (store.getState().preferences.alarmSound) void playTone()
		const extreme = next.fresh.find(({ severity }) => severity === 'Extreme')
		if (extreme) setSaid(extreme)
	}, [alarms, id, complete])
	return (
		<div role="alert" className={frame.hidden}>
			{said && t(operation?.status === 'actual' ? 'said' : 'saidExercise', { title: said.title, cause: said.cause ?? '' })}
		</div>
	)
}
