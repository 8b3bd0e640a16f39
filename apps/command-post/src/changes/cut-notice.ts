import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'

import { goTo, select, setView } from '../state/actions.ts'
import { notify } from '../state/notices.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'

/** Once the link is back: since when nobody has seen anything, and the way to what came meanwhile. */
export function useCutNotice(): void {
	const t = useTranslations('time')
	const formats = useFormats()
	const cut = usePicture((facts) => facts.cut)
	useEffect(() => {
		if (cut === undefined) return
		const look = () => {
			select(undefined)
			goTo('lage')
			setView({ rightTab: 'changes' })
		}
		notify(t('cut', { time: formats.time(cut, store.getState().now) }), [{ label: t('cutLook'), run: look }])
	}, [cut, t, formats])
}
