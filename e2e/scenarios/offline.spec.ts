import { cutOff } from '../cut-off.ts'
import { test } from '../fixtures.ts'

test('a browser that was cut off resumes with the same content, and one whose hub is gone keeps the last picture', async ({
	page,
	quiet,
}) => {
	await cutOff(page, quiet, /vor [5-9] s/)
})
