/* NumPy's array, descriptor and iterator types with their constants. */
#ifndef PIL_NUMPY_NDARRAYTYPES_H
#define PIL_NUMPY_NDARRAYTYPES_H

#include "npy_common.h"
#include "npy_endian.h"
#include "npy_cpu.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tagPyArrayObject_fields PyArrayObject_fields_fwd;
enum NPY_TYPES {
    NPY_BOOL = 0,
    NPY_BYTE = 1,
    NPY_UBYTE = 2,
    NPY_SHORT = 3,
    NPY_USHORT = 4,
    NPY_INT = 5,
    NPY_UINT = 6,
    NPY_LONG = 7,
    NPY_ULONG = 8,
    NPY_LONGLONG = 9,
    NPY_ULONGLONG = 10,
    NPY_FLOAT = 11,
    NPY_DOUBLE = 12,
    NPY_LONGDOUBLE = 13,
    NPY_CFLOAT = 14,
    NPY_CDOUBLE = 15,
    NPY_CLONGDOUBLE = 16,
    NPY_OBJECT = 17,
    NPY_STRING = 18,
    NPY_UNICODE = 19,
    NPY_VOID = 20,
    NPY_DATETIME = 21,
    NPY_TIMEDELTA = 22,
    NPY_HALF = 23,
    NPY_CHAR = 26,
    NPY_NOTYPE = 25,
    NPY_USERDEF = 256,
    NPY_NTYPES = 24,
    NPY_NTYPES_LEGACY = 24,
    NPY_VSTRING = 2056
};
#define NPY_NTYPES_ABI_COMPATIBLE 21
#define NPY_DEFAULT_INT NPY_LONG
#define NPY_INT8 NPY_BYTE
#define NPY_UINT8 NPY_UBYTE
#define NPY_INT16 NPY_SHORT
#define NPY_UINT16 NPY_USHORT
#define NPY_INT32 NPY_INT
#define NPY_UINT32 NPY_UINT
#define NPY_INT64 NPY_LONG
#define NPY_UINT64 NPY_ULONG
#define NPY_INTP NPY_LONG
#define NPY_UINTP NPY_ULONG
#define NPY_FLOAT16 NPY_HALF
#define NPY_FLOAT32 NPY_FLOAT
#define NPY_FLOAT64 NPY_DOUBLE
#define NPY_FLOAT128 NPY_LONGDOUBLE
#define NPY_COMPLEX64 NPY_CFLOAT
#define NPY_COMPLEX128 NPY_CDOUBLE
#define NPY_COMPLEX256 NPY_CLONGDOUBLE
enum NPY_TYPECHAR {
    NPY_BOOLLTR = '?',
    NPY_BYTELTR = 'b',
    NPY_UBYTELTR = 'B',
    NPY_SHORTLTR = 'h',
    NPY_USHORTLTR = 'H',
    NPY_INTLTR = 'i',
    NPY_UINTLTR = 'I',
    NPY_LONGLTR = 'l',
    NPY_ULONGLTR = 'L',
    NPY_LONGLONGLTR = 'q',
    NPY_ULONGLONGLTR = 'Q',
    NPY_HALFLTR = 'e',
    NPY_FLOATLTR = 'f',
    NPY_DOUBLELTR = 'd',
    NPY_LONGDOUBLELTR = 'g',
    NPY_CFLOATLTR = 'F',
    NPY_CDOUBLELTR = 'D',
    NPY_CLONGDOUBLELTR = 'G',
    NPY_OBJECTLTR = 'O',
    NPY_STRINGLTR = 'S',
    NPY_STRING2LTR = 'a',
    NPY_UNICODELTR = 'U',
    NPY_VOIDLTR = 'V',
    NPY_DATETIMELTR = 'M',
    NPY_TIMEDELTALTR = 'm',
    NPY_CHARLTR = 'c',
    NPY_INTPLTR = 'p',
    NPY_UINTPLTR = 'P',
    NPY_GENBOOLLTR = 'b',
    NPY_SIGNEDLTR = 'i',
    NPY_UNSIGNEDLTR = 'u',
    NPY_FLOATINGLTR = 'f',
    NPY_COMPLEXLTR = 'c',
};
#define NPY_ARRAY_C_CONTIGUOUS 0x1
#define NPY_ARRAY_F_CONTIGUOUS 0x2
#define NPY_ARRAY_OWNDATA 0x4
#define NPY_ARRAY_FORCECAST 0x10
#define NPY_ARRAY_ENSURECOPY 0x20
#define NPY_ARRAY_ENSUREARRAY 0x40
#define NPY_ARRAY_ELEMENTSTRIDES 0x80
#define NPY_ARRAY_ALIGNED 0x100
#define NPY_ARRAY_NOTSWAPPED 0x200
#define NPY_ARRAY_WRITEABLE 0x400
#define NPY_ARRAY_WRITEBACKIFCOPY 0x2000
#define NPY_ARRAY_ENSURENOCOPY 0x4000
#define NPY_ARRAY_BEHAVED 0x500
#define NPY_ARRAY_CARRAY 0x501
#define NPY_ARRAY_CARRAY_RO 0x101
#define NPY_ARRAY_FARRAY 0x502
#define NPY_ARRAY_FARRAY_RO 0x102
#define NPY_ARRAY_DEFAULT 0x501
#define NPY_ARRAY_IN_ARRAY 0x101
#define NPY_ARRAY_OUT_ARRAY 0x501
#define NPY_ARRAY_INOUT_ARRAY 0x501
#define NPY_ARRAY_INOUT_ARRAY2 0x2501
#define NPY_ARRAY_IN_FARRAY 0x102
#define NPY_ARRAY_OUT_FARRAY 0x502
#define NPY_ARRAY_INOUT_FARRAY 0x502
#define NPY_ARRAY_INOUT_FARRAY2 0x2502
#define NPY_ARRAY_UPDATE_ALL 0x103
#define NPY_ARRAY_BEHAVED_NS 0x700
#define NPY_MAXDIMS 32
#define NPY_MAXARGS 32
#define NPY_MAXDIMS_LEGACY_ITERS 32
#define NPY_RAVEL_AXIS (-2147483647 - 1)
#define NPY_MAX_ELSIZE (2 * NPY_SIZEOF_LONGDOUBLE)
#define NPY_FAIL 0
#define NPY_SUCCEED 1
#define NPY_LITTLE '<'
#define NPY_BIG '>'
#define NPY_NATIVE '='
#define NPY_SWAP 's'
#define NPY_IGNORE '|'
#define NPY_OPPBYTE '>'
#define NPY_NATBYTE '<'
#define NPY_ITEM_REFCOUNT 0x01
#define NPY_ITEM_HASOBJECT 0x01
#define NPY_LIST_PICKLE 0x02
#define NPY_ITEM_IS_POINTER 0x04
#define NPY_NEEDS_INIT 0x08
#define NPY_NEEDS_PYAPI 0x10
#define NPY_USE_GETITEM 0x20
#define NPY_USE_SETITEM 0x40
#define NPY_ALIGNED_STRUCT 0x80
#define NPY_METADATA_DTSTR "__timeunit__"
#define NPY_DATETIME_NAT NPY_MIN_INT64
#define NPY_DATETIME_NUMUNITS 15
#define NPY_DATETIME_DEFAULTUNIT NPY_FR_GENERIC
#define NPY_BUFSIZE 8192
#define NPY_MIN_BUFSIZE 32
#define NPY_STR_Y "Y"
typedef enum { NPY_QUICKSORT = 0, NPY_HEAPSORT = 1, NPY_MERGESORT = 2, NPY_STABLESORT = 2 } NPY_SORTKIND;
typedef enum { NPY_INTROSELECT = 0 } NPY_SELECTKIND;
typedef enum { NPY_SEARCHLEFT = 0, NPY_SEARCHRIGHT = 1 } NPY_SEARCHSIDE;
typedef enum { NPY_NOSCALAR = -1, NPY_BOOL_SCALAR, NPY_INTPOS_SCALAR, NPY_INTNEG_SCALAR, NPY_FLOAT_SCALAR, NPY_COMPLEX_SCALAR, NPY_OBJECT_SCALAR } NPY_SCALARKIND;
typedef enum { NPY_ANYORDER = -1, NPY_CORDER = 0, NPY_FORTRANORDER = 1, NPY_KEEPORDER = 2 } NPY_ORDER;
typedef enum { NPY_NO_CASTING = 0, NPY_EQUIV_CASTING = 1, NPY_SAFE_CASTING = 2, NPY_SAME_KIND_CASTING = 3, NPY_UNSAFE_CASTING = 4 } NPY_CASTING;
typedef enum { NPY_CLIP = 0, NPY_WRAP = 1, NPY_RAISE = 2 } NPY_CLIPMODE;
typedef enum { NPY_VALID = 0, NPY_SAME = 1, NPY_FULL = 2 } NPY_CORRELATEMODE;
typedef enum { NPY_COPY_NEVER = 0, NPY_COPY_ALWAYS = 1, NPY_COPY_IF_NEEDED = 2 } NPY_COPYMODE;
typedef enum { NPY_METH_REQUIRES_PYAPI = 1, NPY_METH_NO_FLOATINGPOINT_ERRORS = 2, NPY_METH_SUPPORTS_UNALIGNED = 4, NPY_METH_IS_REORDERABLE = 8 } NPY_ARRAYMETHOD_FLAGS;
typedef enum {
    NPY_FR_ERROR = -1, NPY_FR_Y = 0, NPY_FR_M = 1, NPY_FR_W = 2, NPY_FR_D = 4, NPY_FR_h = 5, NPY_FR_m = 6, NPY_FR_s = 7, NPY_FR_ms = 8,
    NPY_FR_us = 9, NPY_FR_ns = 10, NPY_FR_ps = 11, NPY_FR_fs = 12, NPY_FR_as = 13, NPY_FR_GENERIC = 14
} NPY_DATETIMEUNIT;
typedef struct { npy_int64 year; npy_int32 month, day, hour, min, sec, us, ps, as; } npy_datetimestruct;
typedef struct { npy_int64 day; npy_int32 sec, us, ps, as; } npy_timedeltastruct;
typedef struct { NPY_DATETIMEUNIT base; int num; } PyArray_DatetimeMetaData;
typedef struct NpyAuxData_tag NpyAuxData;
struct NpyAuxData_tag { void (*free)(NpyAuxData *); NpyAuxData *(*clone)(NpyAuxData *); void *reserved[2]; };
typedef struct { NpyAuxData base; PyArray_DatetimeMetaData meta; } PyArray_DatetimeDTypeMetaData;
#define NPY_AUXDATA_FREE(a) do { if ((a) != NULL) (a)->free(a); } while (0)
#define NPY_AUXDATA_CLONE(a) ((a)->clone(a))
typedef struct { npy_intp *ptr; int len; } PyArray_Dims;
typedef struct PyArray_Chunk { PyObject ob_base; PyObject *base; void *ptr; npy_intp len; int flags; } PyArray_Chunk;

typedef PyObject *(PyArray_GetItemFunc)(void *, void *);
typedef int (PyArray_SetItemFunc)(PyObject *, void *, void *);
typedef void (PyArray_CopySwapNFunc)(void *, npy_intp, void *, npy_intp, npy_intp, int, void *);
typedef void (PyArray_CopySwapFunc)(void *, void *, int, void *);
typedef npy_bool (PyArray_NonzeroFunc)(void *, void *);
typedef int (PyArray_CompareFunc)(const void *, const void *, void *);
typedef int (PyArray_ArgFunc)(void *, npy_intp, npy_intp *, void *);
typedef void (PyArray_DotFunc)(void *, npy_intp, void *, npy_intp, void *, npy_intp, void *);
typedef void (PyArray_VectorUnaryFunc)(void *, void *, npy_intp, void *, void *);
typedef int (PyArray_ScanFunc)(FILE *, void *, char *, void *);
typedef int (PyArray_FromStrFunc)(char *, void *, char **, void *);
typedef int (PyArray_FillFunc)(void *, npy_intp, void *);
typedef int (PyArray_SortFunc)(void *, npy_intp, void *);
typedef int (PyArray_ArgSortFunc)(void *, npy_intp *, npy_intp, void *);
typedef int (PyArray_FillWithScalarFunc)(void *, npy_intp, void *, void *);
typedef int (PyArray_ScalarKindFunc)(void *);
typedef int (PyDataMem_EventHookFunc)(void *, void *, size_t, void *);
typedef int (PyArray_FinalizeFunc)(struct tagPyArrayObject_fields *, PyObject *);
typedef struct {
    PyArray_VectorUnaryFunc *cast[24];
    PyArray_GetItemFunc *getitem;
    PyArray_SetItemFunc *setitem;
    PyArray_CopySwapNFunc *copyswapn;
    PyArray_CopySwapFunc *copyswap;
    PyArray_CompareFunc *compare;
    PyArray_ArgFunc *argmax;
    PyArray_DotFunc *dotfunc;
    PyArray_ScanFunc *scanfunc;
    PyArray_FromStrFunc *fromstr;
    PyArray_NonzeroFunc *nonzero;
    PyArray_FillFunc *fill;
    PyArray_FillWithScalarFunc *fillwithscalar;
    PyArray_SortFunc *sort[3];
    PyArray_ArgSortFunc *argsort[3];
    PyObject *castdict;
    PyArray_ScalarKindFunc *scalarkind;
    int **cancastscalarkindto;
    int *cancastto;
    void *pad[4];
    PyArray_ArgFunc *argmin;
} PyArray_ArrFuncs;
typedef struct _PyArray_Descr {
    PyObject ob_base;
    PyTypeObject *typeobj;
    char kind, type, byteorder, flags, _former_flags;
    int type_num;
    npy_uint64 pil_flags64;
    npy_intp elsize;
    npy_intp alignment;
    PyObject *metadata;
    npy_hash_t hash;
    struct _arr_descr *subarray;
    PyObject *fields;
    PyObject *names;
    PyArray_ArrFuncs *f;
    NpyAuxData *c_metadata;
} PyArray_Descr;
typedef PyArray_Descr _PyArray_LegacyDescr;
typedef PyArray_Descr PyArray_DescrProto;
typedef struct _arr_descr { PyArray_Descr *base; PyObject *shape; } PyArray_ArrayDescr;
typedef struct tagPyArrayObject_fields {
    PyObject ob_base;
    char *data;
    int nd;
    npy_intp *dimensions;
    npy_intp *strides;
    PyObject *base;
    PyArray_Descr *descr;
    int flags;
    PyObject *weakreflist;
    void *_buffer_info;
    PyObject *mem_handler;
} PyArrayObject_fields;
typedef struct tagPyArrayObject_fields PyArrayObject;
#define NPY_SIZEOF_PYARRAYOBJECT sizeof(PyArrayObject_fields)
typedef struct PyArray_DTypeMeta_tag { PyHeapTypeObject super; PyArray_Descr *singleton; int type_num; PyTypeObject *scalar_type; npy_uint64 flags; void *dt_slots; void *reserved[3]; } PyArray_DTypeMeta;
typedef struct PyArrayFlagsObject { PyObject ob_base; PyObject *arr; int flags; } PyArrayFlagsObject;
typedef struct { int two, nd; char typekind; int itemsize, flags; Py_intptr_t *shape, *strides; void *data; PyObject *descr; } PyArrayInterface;
typedef struct PyArrayIterObject_tag PyArrayIterObject;
typedef char *(*npy_iter_get_dataptr_t)(PyArrayIterObject *, const npy_intp *);
struct PyArrayIterObject_tag {
    PyObject ob_base;
    int nd_m1;
    npy_intp index, size;
    npy_intp coordinates[NPY_MAXDIMS], dims_m1[NPY_MAXDIMS], strides[NPY_MAXDIMS], backstrides[NPY_MAXDIMS], factors[NPY_MAXDIMS];
    PyArrayObject *ao;
    char *dataptr;
    npy_bool contiguous;
    npy_intp bounds[NPY_MAXDIMS][2], limits[NPY_MAXDIMS][2], limits_sizes[NPY_MAXDIMS];
    npy_iter_get_dataptr_t translate;
};
typedef struct PyArrayMultiIterObject {
    PyObject ob_base;
    int numiter;
    npy_intp size, index;
    int nd;
    npy_intp dimensions[NPY_MAXDIMS];
    PyArrayIterObject *iters[NPY_MAXARGS];
} PyArrayMultiIterObject;
typedef PyArrayMultiIterObject PyArrayMapIterObject;
typedef struct { PyArrayIterObject pil_base; npy_intp nd, dimensions[NPY_MAXDIMS]; PyArrayIterObject *_internal_iter; char *constant; int mode; } PyArrayNeighborhoodIterObject;
typedef struct NpyIter_InternalOnly NpyIter;
typedef int (NpyIter_IterNextFunc)(NpyIter *);
typedef void (NpyIter_GetMultiIndexFunc)(NpyIter *, npy_intp *);
#define NPY_ITER_C_INDEX 0x00000001
#define NPY_ITER_F_INDEX 0x00000002
#define NPY_ITER_MULTI_INDEX 0x00000004
#define NPY_ITER_EXTERNAL_LOOP 0x00000008
#define NPY_ITER_COMMON_DTYPE 0x00000010
#define NPY_ITER_REFS_OK 0x00000020
#define NPY_ITER_ZEROSIZE_OK 0x00000040
#define NPY_ITER_REDUCE_OK 0x00000080
#define NPY_ITER_RANGED 0x00000100
#define NPY_ITER_BUFFERED 0x00000200
#define NPY_ITER_GROWINNER 0x00000400
#define NPY_ITER_DELAY_BUFALLOC 0x00000800
#define NPY_ITER_DONT_NEGATE_STRIDES 0x00001000
#define NPY_ITER_COPY_IF_OVERLAP 0x00002000
#define NPY_ITER_READWRITE 0x00010000
#define NPY_ITER_READONLY 0x00020000
#define NPY_ITER_WRITEONLY 0x00040000
#define NPY_ITER_NBO 0x00080000
#define NPY_ITER_ALIGNED 0x00100000
#define NPY_ITER_CONTIG 0x00200000
#define NPY_ITER_COPY 0x00400000
#define NPY_ITER_UPDATEIFCOPY 0x00800000
#define NPY_ITER_ALLOCATE 0x01000000
#define NPY_ITER_NO_SUBTYPE 0x02000000
#define NPY_ITER_NO_BROADCAST 0x08000000
#define NPY_BEGIN_ALLOW_THREADS Py_BEGIN_ALLOW_THREADS
#define NPY_END_ALLOW_THREADS Py_END_ALLOW_THREADS
#define NPY_BEGIN_THREADS_DEF PyThreadState *_save = NULL;
#define NPY_BEGIN_THREADS do { _save = PyEval_SaveThread(); } while (0);
#define NPY_BEGIN_THREADS_DESCR(dtype) do { _save = PyEval_SaveThread(); } while (0);
#define NPY_BEGIN_THREADS_THRESHOLDED(n) do { if ((n) > 500) _save = PyEval_SaveThread(); } while (0);
#define NPY_END_THREADS do { if (_save) { PyEval_RestoreThread(_save); _save = NULL; } } while (0);
#define NPY_END_THREADS_DESCR(dtype) NPY_END_THREADS
#define NPY_ALLOW_C_API_DEF PyGILState_STATE __save__;
#define NPY_ALLOW_C_API do { __save__ = PyGILState_Ensure(); } while (0);
#define NPY_DISABLE_C_API do { PyGILState_Release(__save__); } while (0);

#ifdef __cplusplus
}
#endif
#endif
