/* Windows types and the calls that extensions make most, so that their Windows files parse; nothing here depends on _WIN32. */
#ifndef PIL_LIBC_WINDOWS_H
#define PIL_LIBC_WINDOWS_H

#include "stddef.h"
#include "stdint.h"
#include "stdarg.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef unsigned long DWORD;
typedef int BOOL;
typedef unsigned char BYTE, UCHAR, BOOLEAN;
typedef unsigned short WORD, USHORT, ATOM;
typedef short SHORT;
typedef float FLOAT;
typedef int INT;
typedef unsigned int UINT;
typedef int LONG;
typedef unsigned int ULONG;
typedef long long LONGLONG, LONG64, INT64;
typedef unsigned long long ULONGLONG, DWORDLONG, ULONG64, UINT64, DWORD64;
typedef int INT32;
typedef unsigned int UINT32, DWORD32;
typedef long INT_PTR, LONG_PTR, SSIZE_T;
typedef unsigned long UINT_PTR, ULONG_PTR, DWORD_PTR, SIZE_T, KAFFINITY;
typedef char CHAR;
typedef wchar_t WCHAR;
typedef char TCHAR;
typedef void VOID;
typedef void *PVOID, *LPVOID, *HANDLE;
typedef const void *LPCVOID;
typedef char *LPSTR, *PSTR, *PCHAR, *LPTSTR;
typedef const char *LPCSTR, *PCSTR, *LPCTSTR;
typedef wchar_t *LPWSTR, *PWSTR, *PWCHAR, *PWCH;
typedef const wchar_t *LPCWSTR, *PCWSTR;
typedef DWORD *LPDWORD, *PDWORD;
typedef BOOL *LPBOOL, *PBOOL;
typedef BYTE *LPBYTE, *PBYTE, *PUCHAR;
typedef WORD *LPWORD, *PWORD;
typedef LONG *LPLONG, *PLONG;
typedef ULONG *PULONG;
typedef ULONG_PTR *PULONG_PTR;
typedef DWORD_PTR *PDWORD_PTR;
typedef SIZE_T *PSIZE_T;
typedef HANDLE *PHANDLE, *LPHANDLE;
typedef HANDLE HMODULE, HINSTANCE, HWND, HDC, HGLOBAL, HLOCAL, HKEY, HBITMAP, HICON, HCURSOR, HMENU, HBRUSH, HFONT, HRGN, HPALETTE, HENHMETAFILE, HGDIOBJ, SC_HANDLE, SERVICE_STATUS_HANDLE, HDROP, HRSRC, HMONITOR;
typedef long HRESULT, LSTATUS, NTSTATUS, LRESULT, LPARAM;
typedef unsigned long WPARAM;
typedef DWORD ACCESS_MASK, REGSAM, COLORREF, LCID;
typedef WORD LANGID;
typedef long (*FARPROC)();
typedef int (*PROC)();
typedef DWORD (*LPTHREAD_START_ROUTINE)(LPVOID);
typedef union _LARGE_INTEGER { struct { DWORD LowPart; LONG HighPart; }; struct { DWORD LowPart; LONG HighPart; } u; LONGLONG QuadPart; } LARGE_INTEGER, *PLARGE_INTEGER;
typedef union _ULARGE_INTEGER { struct { DWORD LowPart, HighPart; }; struct { DWORD LowPart, HighPart; } u; ULONGLONG QuadPart; } ULARGE_INTEGER, *PULARGE_INTEGER;
typedef struct _FILETIME { DWORD dwLowDateTime, dwHighDateTime; } FILETIME, *PFILETIME, *LPFILETIME;
typedef struct _SYSTEMTIME { WORD wYear, wMonth, wDayOfWeek, wDay, wHour, wMinute, wSecond, wMilliseconds; } SYSTEMTIME, *LPSYSTEMTIME;
typedef struct _LUID { DWORD LowPart; LONG HighPart; } LUID, *PLUID;
typedef struct _GUID { DWORD Data1; WORD Data2, Data3; BYTE Data4[8]; } GUID, IID, CLSID;
typedef struct _UNICODE_STRING { USHORT Length, MaximumLength; PWSTR Buffer; } UNICODE_STRING, *PUNICODE_STRING;
typedef struct _LIST_ENTRY { struct _LIST_ENTRY *Flink, *Blink; } LIST_ENTRY, *PLIST_ENTRY;
typedef struct _OVERLAPPED { ULONG_PTR Internal, InternalHigh; union { struct { DWORD Offset, OffsetHigh; }; PVOID Pointer; }; HANDLE hEvent; } OVERLAPPED, *LPOVERLAPPED;
typedef struct _SECURITY_ATTRIBUTES { DWORD nLength; LPVOID lpSecurityDescriptor; BOOL bInheritHandle; } SECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;
typedef struct { LONG left, top, right, bottom; } RECT, *LPRECT;
typedef struct { LONG x, y; } POINT, *LPPOINT;
typedef struct { LONG cx, cy; } SIZE;
typedef struct { void *pil_debug; LONG pil_state[6]; } CRITICAL_SECTION, *LPCRITICAL_SECTION;
typedef struct { void *Ptr; } SRWLOCK, CONDITION_VARIABLE, INIT_ONCE, *PSRWLOCK, *PCONDITION_VARIABLE, *PINIT_ONCE;
typedef struct _SYSTEM_INFO { WORD wProcessorArchitecture, wReserved; DWORD dwPageSize; LPVOID lpMinimumApplicationAddress, lpMaximumApplicationAddress; DWORD_PTR dwActiveProcessorMask; DWORD dwNumberOfProcessors, dwProcessorType, dwAllocationGranularity; WORD wProcessorLevel, wProcessorRevision; } SYSTEM_INFO, *LPSYSTEM_INFO;
typedef struct _OSVERSIONINFOEX { DWORD dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId; CHAR szCSDVersion[128]; WORD wServicePackMajor, wServicePackMinor, wSuiteMask; BYTE wProductType, wReserved; } OSVERSIONINFO, OSVERSIONINFOEX, OSVERSIONINFOEXW, RTL_OSVERSIONINFOEXW;
typedef struct _MEMORYSTATUSEX { DWORD dwLength, dwMemoryLoad; DWORDLONG ullTotalPhys, ullAvailPhys, ullTotalPageFile, ullAvailPageFile, ullTotalVirtual, ullAvailVirtual, ullAvailExtendedVirtual; } MEMORYSTATUSEX;
typedef struct _MEMORY_BASIC_INFORMATION { PVOID BaseAddress, AllocationBase; DWORD AllocationProtect; SIZE_T RegionSize; DWORD State, Protect, Type; } MEMORY_BASIC_INFORMATION;
typedef struct _STARTUPINFO { DWORD cb; LPSTR lpReserved, lpDesktop, lpTitle; DWORD dwX, dwY, dwXSize, dwYSize, dwFlags; WORD wShowWindow; HANDLE hStdInput, hStdOutput, hStdError; } STARTUPINFO, STARTUPINFOW;
typedef struct _PROCESS_INFORMATION { HANDLE hProcess, hThread; DWORD dwProcessId, dwThreadId; } PROCESS_INFORMATION;
typedef struct _WIN32_FIND_DATA { DWORD dwFileAttributes; FILETIME ftCreationTime, ftLastAccessTime, ftLastWriteTime; DWORD nFileSizeHigh, nFileSizeLow; WCHAR cFileName[260]; } WIN32_FIND_DATA, WIN32_FIND_DATAW;
typedef struct _TOKEN_PRIVILEGES { DWORD PrivilegeCount; struct { LUID Luid; DWORD Attributes; } Privileges[1]; } TOKEN_PRIVILEGES, *PTOKEN_PRIVILEGES;
typedef void *PSID;
typedef struct _SID_AND_ATTRIBUTES { PSID Sid; DWORD Attributes; } SID_AND_ATTRIBUTES;
typedef struct _TOKEN_USER { SID_AND_ATTRIBUTES User; } TOKEN_USER, *PTOKEN_USER;
typedef int SID_NAME_USE, TOKEN_INFORMATION_CLASS;
typedef struct _SERVICE_STATUS_PROCESS { DWORD dwServiceType, dwCurrentState, dwControlsAccepted, dwWin32ExitCode, dwServiceSpecificExitCode, dwCheckPoint, dwWaitHint, dwProcessId, dwServiceFlags; } SERVICE_STATUS, SERVICE_STATUS_PROCESS;
typedef struct _SERVICE_STATUS_HANDLE_LPENUM { LPWSTR lpServiceName, lpDisplayName; SERVICE_STATUS_PROCESS ServiceStatusProcess; } ENUM_SERVICE_STATUS_PROCESSW, *LPENUM_SERVICE_STATUS_PROCESSW;
typedef struct _QUERY_SERVICE_CONFIG { DWORD dwServiceType, dwStartType, dwErrorControl; LPWSTR lpBinaryPathName, lpLoadOrderGroup; DWORD dwTagId; LPWSTR lpDependencies, lpServiceStartName, lpDisplayName; } QUERY_SERVICE_CONFIG, QUERY_SERVICE_CONFIGW, *LPQUERY_SERVICE_CONFIG;
typedef struct _IO_COUNTERS { ULONGLONG ReadOperationCount, WriteOperationCount, OtherOperationCount, ReadTransferCount, WriteTransferCount, OtherTransferCount; } IO_COUNTERS;
#define WINAPI
#define APIENTRY
#define CALLBACK
#define PASCAL
#define NTAPI
#define STDMETHODCALLTYPE
#define __stdcall
#define __cdecl
#define __fastcall
#define __declspec(x)
#define __int64 long long
#define __forceinline inline
#define IN
#define OUT
#define OPTIONAL
#define CONST const
#define FAR
#define UNREFERENCED_PARAMETER(x) ((void)(x))
#define FALSE 0
#define TRUE 1
#define MAX_PATH 260
#define INFINITE 0xFFFFFFFF
#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)
#define NO_ERROR 0
#define ERROR_SUCCESS 0
#define ERROR_FILE_NOT_FOUND 2
#define ERROR_ACCESS_DENIED 5
#define ERROR_INVALID_HANDLE 6
#define ERROR_NOT_ENOUGH_MEMORY 8
#define ERROR_INVALID_PARAMETER 87
#define ERROR_INSUFFICIENT_BUFFER 122
#define ERROR_ALREADY_EXISTS 183
#define ERROR_MORE_DATA 234
#define ERROR_NO_MORE_FILES 18
#define ERROR_NO_MORE_ITEMS 259
#define ERROR_IO_PENDING 997
#define ERROR_NOT_FOUND 1168
#define ERROR_PRIVILEGE_NOT_HELD 1314
#define ERROR_NO_TOKEN 1008
#define ERROR_PARTIAL_COPY 299
#define ERROR_NOT_READY 21
#define ERROR_BUFFER_OVERFLOW 111
#define ERROR_SERVICE_DOES_NOT_EXIST 1060
#define STILL_ACTIVE 259
#define WAIT_OBJECT_0 0
#define WAIT_ABANDONED 0x80
#define WAIT_TIMEOUT 258
#define WAIT_FAILED 0xFFFFFFFF
#define GENERIC_READ 0x80000000
#define GENERIC_WRITE 0x40000000
#define FILE_SHARE_READ 1
#define FILE_SHARE_WRITE 2
#define OPEN_EXISTING 3
#define CREATE_ALWAYS 2
#define FILE_ATTRIBUTE_NORMAL 0x80
#define FILE_FLAG_OVERLAPPED 0x40000000
#define MEM_COMMIT 0x1000
#define MEM_RESERVE 0x2000
#define MEM_RELEASE 0x8000
#define PAGE_READWRITE 4
#define PAGE_READONLY 2
#define PROCESS_TERMINATE 1
#define PROCESS_VM_READ 0x10
#define PROCESS_SET_INFORMATION 0x200
#define PROCESS_QUERY_INFORMATION 0x400
#define PROCESS_QUERY_LIMITED_INFORMATION 0x1000
#define PROCESS_SUSPEND_RESUME 0x800
#define PROCESS_SET_QUOTA 0x100
#define PROCESS_ALL_ACCESS 0x1fffff
#define THREAD_SUSPEND_RESUME 2
#define SYNCHRONIZE 0x100000
#define MAXIMUM_ALLOWED 0x2000000
#define TOKEN_QUERY 8
#define TOKEN_ADJUST_PRIVILEGES 0x20
#define SE_PRIVILEGE_ENABLED 2
#define SE_DEBUG_NAME "SeDebugPrivilege"
#define CP_ACP 0
#define CP_UTF8 65001
#define FORMAT_MESSAGE_FROM_SYSTEM 0x1000
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x200
#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x100
#define LANG_NEUTRAL 0
#define SUBLANG_DEFAULT 1
#define MAKELANGID(p, s) ((((WORD)(s)) << 10) | (WORD)(p))
#define DLL_PROCESS_ATTACH 1
#define DLL_PROCESS_DETACH 0
#define DLL_THREAD_ATTACH 2
#define DLL_THREAD_DETACH 3
#define HKEY_LOCAL_MACHINE ((HKEY)0x80000002)
#define HEAP_ZERO_MEMORY 8
#define LOWORD(l) ((WORD)(l))
#define HIWORD(l) ((WORD)(((DWORD)(l)) >> 16))
#define MAKEWORD(a, b) ((WORD)(((BYTE)(a)) | ((WORD)((BYTE)(b))) << 8))
#define ZeroMemory(p, n) memset((p), 0, (n))
#define RtlZeroMemory(p, n) memset((p), 0, (n))
#define CopyMemory(d, s, n) memcpy((d), (s), (n))
#define MALLOC_ZERO(x) HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, (x))
#define MALLOC(x) HeapAlloc(GetProcessHeap(), 0, (x))
#define FREE(x) HeapFree(GetProcessHeap(), 0, (x))
#define NT_SUCCESS(s) ((NTSTATUS)(s) >= 0)
#define SUCCEEDED(hr) ((HRESULT)(hr) >= 0)
#define FAILED(hr) ((HRESULT)(hr) < 0)
#define STATUS_SUCCESS 0
#define STATUS_INFO_LENGTH_MISMATCH 0xC0000004
#define STATUS_BUFFER_TOO_SMALL 0xC0000023
#define STATUS_BUFFER_OVERFLOW 0x80000005
#define STATUS_ACCESS_DENIED 0xC0000022
#define STATUS_NOT_FOUND 0xC0000225
#define TEXT(s) s
#define _T(s) s
#define __TEXT(s) s
void *memset(void *, int, size_t);
void *memcpy(void *, const void *, size_t);
DWORD GetLastError(void);
void SetLastError(DWORD);
BOOL CloseHandle(HANDLE);
HANDLE GetCurrentProcess(void);
HANDLE GetCurrentThread(void);
DWORD GetCurrentProcessId(void);
DWORD GetCurrentThreadId(void);
HANDLE OpenProcess(DWORD, BOOL, DWORD);
HANDLE OpenThread(DWORD, BOOL, DWORD);
BOOL TerminateProcess(HANDLE, UINT);
BOOL GetExitCodeProcess(HANDLE, LPDWORD);
BOOL GetProcessTimes(HANDLE, LPFILETIME, LPFILETIME, LPFILETIME, LPFILETIME);
BOOL GetSystemTimes(LPFILETIME, LPFILETIME, LPFILETIME);
void GetSystemInfo(LPSYSTEM_INFO);
DWORD WaitForSingleObject(HANDLE, DWORD);
DWORD WaitForMultipleObjects(DWORD, const HANDLE *, BOOL, DWORD);
HANDLE CreateEventA(LPSECURITY_ATTRIBUTES, BOOL, BOOL, LPCSTR);
HANDLE CreateEventW(LPSECURITY_ATTRIBUTES, BOOL, BOOL, LPCWSTR);
#define CreateEvent CreateEventA
BOOL SetEvent(HANDLE);
BOOL ResetEvent(HANDLE);
HANDLE CreateMutexA(LPSECURITY_ATTRIBUTES, BOOL, LPCSTR);
#define CreateMutex CreateMutexA
BOOL ReleaseMutex(HANDLE);
HANDLE CreateThread(LPSECURITY_ATTRIBUTES, SIZE_T, LPTHREAD_START_ROUTINE, LPVOID, DWORD, LPDWORD);
void Sleep(DWORD);
BOOL SwitchToThread(void);
HMODULE LoadLibraryA(LPCSTR);
HMODULE LoadLibraryW(LPCWSTR);
HMODULE LoadLibraryExA(LPCSTR, HANDLE, DWORD);
#define LoadLibrary LoadLibraryA
BOOL FreeLibrary(HMODULE);
FARPROC GetProcAddress(HMODULE, LPCSTR);
HMODULE GetModuleHandleA(LPCSTR);
HMODULE GetModuleHandleW(LPCWSTR);
#define GetModuleHandle GetModuleHandleA
DWORD GetModuleFileNameA(HMODULE, LPSTR, DWORD);
DWORD GetModuleFileNameW(HMODULE, LPWSTR, DWORD);
void *HeapAlloc(HANDLE, DWORD, SIZE_T);
void *HeapReAlloc(HANDLE, DWORD, LPVOID, SIZE_T);
BOOL HeapFree(HANDLE, DWORD, LPVOID);
HANDLE GetProcessHeap(void);
void *VirtualAlloc(LPVOID, SIZE_T, DWORD, DWORD);
BOOL VirtualFree(LPVOID, SIZE_T, DWORD);
BOOL VirtualProtect(LPVOID, SIZE_T, DWORD, PDWORD);
SIZE_T VirtualQuery(LPCVOID, MEMORY_BASIC_INFORMATION *, SIZE_T);
void *LocalAlloc(UINT, SIZE_T);
HLOCAL LocalFree(HLOCAL);
void *GlobalLock(HGLOBAL);
BOOL GlobalUnlock(HGLOBAL);
HGLOBAL GlobalAlloc(UINT, SIZE_T);
SIZE_T GlobalSize(HGLOBAL);
HANDLE CreateFileA(LPCSTR, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD, DWORD, HANDLE);
HANDLE CreateFileW(LPCWSTR, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD, DWORD, HANDLE);
#define CreateFile CreateFileA
BOOL ReadFile(HANDLE, LPVOID, DWORD, LPDWORD, LPOVERLAPPED);
BOOL WriteFile(HANDLE, LPCVOID, DWORD, LPDWORD, LPOVERLAPPED);
BOOL DeviceIoControl(HANDLE, DWORD, LPVOID, DWORD, LPVOID, DWORD, LPDWORD, LPOVERLAPPED);
BOOL DuplicateHandle(HANDLE, HANDLE, HANDLE, HANDLE *, DWORD, BOOL, DWORD);
HANDLE CreateFileMappingA(HANDLE, LPSECURITY_ATTRIBUTES, DWORD, DWORD, DWORD, LPCSTR);
void *MapViewOfFile(HANDLE, DWORD, DWORD, DWORD, SIZE_T);
BOOL UnmapViewOfFile(LPCVOID);
void GetSystemTimeAsFileTime(LPFILETIME);
void GetSystemTimePreciseAsFileTime(LPFILETIME);
BOOL QueryPerformanceCounter(LARGE_INTEGER *);
BOOL QueryPerformanceFrequency(LARGE_INTEGER *);
DWORD GetTickCount(void);
ULONGLONG GetTickCount64(void);
void InitializeCriticalSection(LPCRITICAL_SECTION);
void EnterCriticalSection(LPCRITICAL_SECTION);
BOOL TryEnterCriticalSection(LPCRITICAL_SECTION);
void LeaveCriticalSection(LPCRITICAL_SECTION);
void DeleteCriticalSection(LPCRITICAL_SECTION);
LONG InterlockedIncrement(LONG volatile *);
LONG InterlockedDecrement(LONG volatile *);
LONG InterlockedExchange(LONG volatile *, LONG);
LONG InterlockedCompareExchange(LONG volatile *, LONG, LONG);
DWORD TlsAlloc(void);
LPVOID TlsGetValue(DWORD);
BOOL TlsSetValue(DWORD, LPVOID);
BOOL TlsFree(DWORD);
DWORD FormatMessageA(DWORD, LPCVOID, DWORD, DWORD, LPSTR, DWORD, va_list *);
DWORD FormatMessageW(DWORD, LPCVOID, DWORD, DWORD, LPWSTR, DWORD, va_list *);
#define FormatMessage FormatMessageA
int MultiByteToWideChar(UINT, DWORD, LPCSTR, int, LPWSTR, int);
int WideCharToMultiByte(UINT, DWORD, LPCWSTR, int, LPSTR, int, LPCSTR, LPBOOL);
BOOL OpenProcessToken(HANDLE, DWORD, PHANDLE);
BOOL GetTokenInformation(HANDLE, TOKEN_INFORMATION_CLASS, LPVOID, DWORD, PDWORD);
BOOL LookupAccountSidW(LPCWSTR, PSID, LPWSTR, LPDWORD, LPWSTR, LPDWORD, SID_NAME_USE *);
DWORD GetEnvironmentVariableA(LPCSTR, LPSTR, DWORD);
HANDLE GetStdHandle(DWORD);
BOOL GetConsoleMode(HANDLE, LPDWORD);
BOOL SetConsoleMode(HANDLE, DWORD);
DWORD GetFileAttributesW(LPCWSTR);
DWORD GetLogicalDriveStringsA(DWORD, LPSTR);
UINT GetDriveTypeA(LPCSTR);
BOOL ReadProcessMemory(HANDLE, LPCVOID, LPVOID, SIZE_T, SIZE_T *);
SC_HANDLE OpenSCManager(LPCSTR, LPCSTR, DWORD);
SC_HANDLE OpenServiceW(SC_HANDLE, LPCWSTR, DWORD);
BOOL CloseServiceHandle(SC_HANDLE);
unsigned long _byteswap_ulong(unsigned long);
unsigned short _byteswap_ushort(unsigned short);
unsigned long long _byteswap_uint64(unsigned long long);
#ifdef __cplusplus
}
#endif

#endif
