import { Editor } from '#components/editor/editor.tsx'

type EditorPageProps = { params: Promise<{ imageId: string }> }

export default async function EditorPage({ params }: EditorPageProps) {
  const { imageId } = await params
  return <Editor imageId={imageId} />
}
