/** The mark: a sheet of film with a hole cut in it and one corner lifted. */
export function Mark({ className = 'size-5' }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={`flex-none ${className}`}>
      <path
        fill="#de4126"
        fillRule="evenodd"
        d="M4 1h8.2L19 7.8V16a3 3 0 0 1-3 3H4a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3Zm5.2 6.2a4.3 4.3 0 1 0 0 8.6 4.3 4.3 0 0 0 0-8.6Z"
      />
      <path fill="#ff9b84" d="M12.2 1 19 7.8h-4.8a2 2 0 0 1-2-2V1Z" />
    </svg>
  )
}
