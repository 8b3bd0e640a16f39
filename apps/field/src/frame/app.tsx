import { FormatsProvider } from '@lagebild/ui/formats-context.tsx'
import type { Language } from '@lagebild/ui/formats.ts'
import { Suspense, useEffect, useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { IntlProvider } from 'use-intl'

import { MESSAGES } from '../intl.ts'
import type { Messages } from '../messages/de.ts'
import { useFacts } from '../state/react.ts'
import { untilLoaded } from './load.ts'
import { LazyEnrol, LazyInsecure, LazyLost, LazyRetired } from './pages.tsx'
import { Starting } from './starting.tsx'
import { Workplace } from './workplace.tsx'

type Spoken = { readonly language: Language; readonly messages: Messages }

export function App() {
	const spoken = useSpoken()
	const timeZone = useFacts(({ operation }) => operation?.timeZone) ?? 'Europe/Berlin'
	if (!spoken) return null
	const { language, messages } = spoken
	return (
		<IntlProvider locale={language} messages={messages} timeZone={timeZone}>
			<I18nProvider locale={language === 'de' ? 'de-DE' : 'en-GB'}>
				<FormatsProvider language={language} timeZone={timeZone}>
					<Suspense fallback={<Starting />}>
						<Door />
					</Suspense>
				</FormatsProvider>
			</I18nProvider>
		</IntlProvider>
	)
}

/** The language that is there: the one before stays until the other has come. */
function useSpoken(): Spoken | undefined {
	const language = useFacts(({ preferences }) => preferences.language)
	const [spoken, setSpoken] = useState<Spoken>()
	useEffect(() => {
		let wanted = true
		const load = async (): Promise<void> => {
			const messages = await untilLoaded(MESSAGES[language])
			if (wanted) setSpoken({ language, messages })
		}
		void load()
		return () => {
			wanted = false
		}
	}, [language])
	return spoken
}

function Door() {
	const door = useFacts((facts) => facts.door)
	switch (door.state) {
		case 'starting':
			return <Starting />
		case 'insecure':
			return <LazyInsecure />
		case 'enrolling':
			return <LazyEnrol key={door.code} code={door.code} instead={door.instead} />
		case 'in':
			return <Workplace device={door.device} />
		case 'lost':
			return <LazyLost at={door.at} />
		case 'retired':
			return <LazyRetired device={door.device} unsent={door.unsent} handed={door.handed} />
	}
}
