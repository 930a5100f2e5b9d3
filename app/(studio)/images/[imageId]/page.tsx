import { notFound } from 'next/navigation'
import { Editor } from '#components/editor/editor.tsx'
import { idPattern } from '#lib/core/ids.ts'

type EditorPageProps = { params: Promise<{ imageId: string }> }

export default async function EditorPage({ params }: EditorPageProps) {
  const { imageId } = await params
  if (!idPattern.test(imageId)) notFound()
  return <Editor imageId={imageId} />
}
