import { cutOff } from '../cut-off.ts'
import { test } from '../fixtures.ts'

test('a browser that was cut off for 30 s resumes with the same content', async ({ page, quiet }) => {
	await cutOff(page, quiet, /vor 3\d s/)
})
