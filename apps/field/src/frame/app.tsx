import { FormatsProvider } from '@lagebild/ui/formats-context.tsx'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { IntlProvider } from 'use-intl'

import { MESSAGES } from '../intl.ts'
import { EnrolPage } from '../pages/enrol-page.tsx'
import { InsecurePage } from '../pages/insecure-page.tsx'
import { LostPage } from '../pages/lost-page.tsx'
import { RetiredPage } from '../pages/retired-page.tsx'
import { useFacts } from '../state/react.ts'
import { Starting } from './starting.tsx'
import { Workplace } from './workplace.tsx'

export function App() {
	const language = useFacts(({ preferences }) => preferences.language)
	const timeZone = useFacts(({ operation }) => operation?.timeZone) ?? 'Europe/Berlin'
	return (
		<IntlProvider locale={language} messages={MESSAGES[language]} timeZone={timeZone}>
			<I18nProvider locale={language === 'de' ? 'de-DE' : 'en-GB'}>
				<FormatsProvider language={language} timeZone={timeZone}>
					<Door />
				</FormatsProvider>
			</I18nProvider>
		</IntlProvider>
	)
}

function Door() {
	const door = useFacts((facts) => facts.door)
	switch (door.state) {
		case 'starting':
			return <Starting />
		case 'insecure':
			return <InsecurePage />
		case 'enrolling':
			return <EnrolPage key={door.code} code={door.code} instead={door.instead} />
		case 'in':
			return <Workplace device={door.device} />
		case 'lost':
			return <LostPage at={door.at} />
		case 'retired':
			return <RetiredPage device={door.device} unsent={door.unsent} handed={door.handed} />
	}
}
